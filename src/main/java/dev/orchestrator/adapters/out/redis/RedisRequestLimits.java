package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.redis.ScriptReply.Word;
import dev.orchestrator.domain.limit.Judgement;
import dev.orchestrator.domain.limit.RequestRate;
import dev.orchestrator.ports.out.RequestLimits;
import java.util.concurrent.CompletionStage;

/** One key for each client, with a hash tag of its own, that expires when it says nothing more. One round trip each. */
public final class RedisRequestLimits implements RequestLimits {
    private final Scripts scripts;

    RedisRequestLimits(Scripts scripts) {
        this.scripts = scripts;
    }

    @Override
    public CompletionStage<Judgement> judge(String client, RequestRate rate) {
        ScriptCall call = new ScriptCall(RedisScript.JUDGE_REQUEST, key(client))
                .with(rate.intervalMicros())
                .with(rate.depthMicros());
        return scripts.run(call).thenApply(reply -> judgement(rate, reply));
    }

    static String key(String client) {
        return "wf:{limit:" + client + "}:full";
    }

    private static Judgement judgement(RequestRate rate, ScriptReply reply) {
        boolean admitted = reply.word() == Word.ADMITTED;
        if (!admitted) {
            reply.expect(Word.REFUSED);
        }
        return new Judgement(rate, admitted, Long.parseLong(reply.text(1)));
    }
}
