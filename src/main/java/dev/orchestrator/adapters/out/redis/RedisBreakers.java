package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.ports.out.Breaker;
import dev.orchestrator.ports.out.Breaker.State;
import dev.orchestrator.ports.out.Breakers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The breakers in Redis, under a hash tag of their own. Not fenced by an incarnation: an emptied store means closed
 * breakers, and that is right until something fails again.
 */
public final class RedisBreakers implements Breakers {
    private static final String NAMES = "wf:{breakers}:names";
    private static final String PREFIX = "wf:{breakers}:b:";
    private static final int FIELDS = 7;

    private final Function<ScriptCall, CompletionStage<ScriptReply>> scripts;

    RedisBreakers(Function<ScriptCall, CompletionStage<ScriptReply>> scripts) {
        this.scripts = scripts;
    }

    @Override
    public CompletionStage<Answer> ask(String name, Rules rules, Duration probeLife) {
        ScriptCall call = new ScriptCall(RedisScript.ASK_BREAKER, NAMES, PREFIX + name)
                .with(name)
                .with(rules.probes())
                .with(rules.recovery().toMillis())
                .with(probeLife.toMillis());
        return scripts.apply(call).thenApply(RedisBreakers::answer);
    }

    private static Answer answer(ScriptReply reply) {
        if (reply.word() == ScriptReply.Word.GO) {
            Ticket ticket = new Ticket(Long.parseLong(reply.text(1)), reply.number(3));
            return new Answer.Go(ticket, reply.number(2) == 1, reply.number(4) == 1 ? State.HALF_OPEN : null);
        }
        reply.expect(ScriptReply.Word.STAY);
        State state = state(reply.text(2));
        return new Answer.Stay(
                Instant.ofEpochMilli(Long.parseLong(reply.text(1))),
                state == State.CLOSED ? State.CLOSING : state,
                reply.number(3),
                reply.text(4));
    }

    @Override
    public CompletionStage<Optional<State>> report(String name, Rules rules, Ticket ticket, Result result) {
        ScriptCall call = new ScriptCall(RedisScript.REPORT_BREAKER, NAMES, PREFIX + name)
                .with(name)
                .with(ticket.askedAt())
                .with(ticket.probe())
                .with(word(result.kind()))
                .with(result.code())
                .with(rules.failures())
                .with(rules.recovery().toMillis())
                .with(rules.probes());
        return scripts.apply(call).thenApply(reply -> switch (reply.word()) {
            case OPENED -> Optional.of(State.OPEN);
            case CLOSED -> Optional.of(State.CLOSED);
            default -> Optional.empty();
        });
    }

    @Override
    public CompletionStage<List<Breaker>> list(Rules rules) {
        return scripts.apply(new ScriptCall(RedisScript.LIST_BREAKERS, NAMES).with(rules.probes()))
                .thenApply(reply -> breakers(reply.rest()));
    }

    private static List<Breaker> breakers(List<String> flat) {
        List<Breaker> breakers = new ArrayList<>();
        for (int i = 0; i + FIELDS <= flat.size(); i += FIELDS) {
            List<String> one = flat.subList(i, i + FIELDS);
            breakers.add(new Breaker(
                    one.get(0),
                    state(one.get(1)),
                    Integer.parseInt(one.get(2)),
                    one.get(3),
                    timeOrNull(one.get(4)),
                    timeOrNull(one.get(5)),
                    Long.parseLong(one.get(6))));
        }
        return breakers;
    }

    @Override
    public CompletionStage<Boolean> close(String name) {
        return scripts.apply(new ScriptCall(RedisScript.CLOSE_BREAKER, NAMES, PREFIX + name).with(name))
                .thenApply(reply -> reply.word() != ScriptReply.Word.NONE);
    }

    private static String word(Result.Kind kind) {
        return switch (kind) {
            case FAILED -> "F";
            case ANSWERED -> "S";
            case UNKNOWN -> "N";
        };
    }

    private static State state(String letter) {
        return switch (letter) {
            case "C" -> State.CLOSED;
            case "R" -> State.CLOSING;
            case "O" -> State.OPEN;
            case "H" -> State.HALF_OPEN;
            default -> throw new IllegalStateException("Redis holds a breaker in the state " + letter);
        };
    }

    private static @Nullable Instant timeOrNull(String millis) {
        return millis.equals("0") ? null : Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
