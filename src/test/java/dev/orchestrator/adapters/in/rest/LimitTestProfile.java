package dev.orchestrator.adapters.in.rest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The API alone, limited; who comes from this machine's loopback is a trusted proxy, and may name a key all the same. */
public class LimitTestProfile extends KeysTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("workflow.rate-limit.enabled", "true");
        return settings;
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        Set<Class<?>> alternatives = new HashSet<>(super.getEnabledAlternatives());
        alternatives.add(FakeLimits.class);
        return alternatives;
    }

    /** The same without keys: an address counts. */
    public static class Open extends LimitTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.remove("workflow.api-keys");
            settings.put("workflow.trusted-proxies", "127.0.0.1, 10.0.0.0/8, fd00::/8");
            return settings;
        }
    }
}
