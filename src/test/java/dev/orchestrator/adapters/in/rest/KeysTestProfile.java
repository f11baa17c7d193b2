package dev.orchestrator.adapters.in.rest;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The API alone, closed by a key for each scope; a key's secret is the scope's word. */
public class KeysTestProfile extends RestTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("workflow.api-keys", entry("read") + "," + entry("run") + "\n" + entry("admin"));
        return settings;
    }

    private static String entry(String scope) {
        try {
            byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(scope.getBytes());
            return "the-" + scope + "-key:" + scope + ":" + HexFormat.of().formatHex(hash);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
