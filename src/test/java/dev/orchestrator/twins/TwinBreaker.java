package dev.orchestrator.twins;

import dev.orchestrator.ports.out.Breaker;
import dev.orchestrator.ports.out.Breaker.State;
import dev.orchestrator.ports.out.Breakers.Answer;
import dev.orchestrator.ports.out.Breakers.Result;
import dev.orchestrator.ports.out.Breakers.Rules;
import dev.orchestrator.ports.out.Breakers.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One breaker, moved as the scripts of the real adapter move it. Times are milliseconds; {@code since} microseconds. */
final class TwinBreaker {
    static final long IDLE = 3_600_000;
    private static final long RAMP = 10_000;
    private static final long SECOND = 1_000;

    State state = State.CLOSED;
    int failures;
    long forgottenAt;
    private long since;
    private String reason = "";
    private long openedAt;
    private long deferred;
    private long openUntil;
    private long halfOpenAt;
    private int passedProbes;
    private int token;
    private final Map<Integer, Long> probes = new TreeMap<>();
    private long placesFrom;
    private long places;
    private long rampFrom;
    private long passed;
    private long handedOut;

    Answer ask(Instant time, Rules rules, Duration life) {
        long now = time.toEpochMilli();
        if (state == State.CLOSED) {
            return askClosed(time, now, rules.probes());
        }
        if (state == State.OPEN && now < openUntil) {
            long place = places++;
            return stay(openUntil
                    + (place < rules.probes()
                            ? placeAt(place, rules.probes())
                            : SECOND + placeAt(place - rules.probes(), rules.probes())));
        }
        boolean entered = state == State.OPEN;
        if (entered) {
            halfOpen(time, now);
        }
        probes.values().removeIf(until -> until <= now);
        if (passedProbes + probes.size() < rules.probes()) {
            probes.put(++token, now + life.toMillis());
            return new Answer.Go(ticket(time, token), true, entered ? State.HALF_OPEN : null);
        }
        long wait = Math.min(
                Math.max(now - halfOpenAt, SECOND), Math.max(rules.recovery().toMillis(), SECOND));
        if (placesFrom + placeAt(places, rules.probes()) < now + wait) {
            placesFrom = now + wait;
            places = 0;
        }
        return stay(placesFrom + placeAt(places++, rules.probes()));
    }

    private Answer askClosed(Instant time, long now, int rate) {
        if (isOnRamp(now)) {
            long come = placesIn(now - rampFrom, rate);
            if (passed >= come) {
                long place = Math.max(handedOut, come);
                handedOut = place + 1;
                return stay(rampFrom + placeAt(place, rate));
            }
            passed++;
        }
        return new Answer.Go(ticket(time, 0), failures > 0, null);
    }

    private Answer stay(long until) {
        deferred++;
        State shown = state == State.CLOSED ? State.CLOSING : state;
        return new Answer.Stay(Instant.ofEpochMilli(until), shown, failures, reason);
    }

    private Ticket ticket(Instant time, int probe) {
        return new Ticket(Math.max(micros(time), since), probe);
    }

    Optional<State> report(Instant time, Rules rules, Ticket ticket, Result result) {
        if (state == State.OPEN || ticket.askedAt() < since) {
            return Optional.empty();
        }
        Result.Kind kind = result.kind();
        if (state == State.HALF_OPEN) {
            probes.values().removeIf(until -> until <= time.toEpochMilli());
            probes.remove(ticket.probe());
            if (kind == Result.Kind.ANSWERED && ++passedProbes >= rules.probes()) {
                close(time);
                return Optional.of(State.CLOSED);
            }
            return kind == Result.Kind.FAILED ? open(time, rules, result.code()) : Optional.empty();
        }
        if (kind == Result.Kind.FAILED) {
            if (failures + 1 >= rules.failures()) {
                return open(time, rules, result.code());
            }
            failures++;
            reason = result.code();
            forgottenAt = time.toEpochMilli() + IDLE;
        } else if (kind == Result.Kind.ANSWERED) {
            failures = 0;
        }
        return Optional.empty();
    }

    private Optional<State> open(Instant time, Rules rules, String code) {
        long now = time.toEpochMilli();
        if (state == State.CLOSED) {
            openedAt = now;
            deferred = 0;
        }
        state = State.OPEN;
        since = Math.max(micros(time), since) + 1;
        failures++;
        reason = code;
        openUntil = now + rules.recovery().toMillis();
        places = 0;
        rampFrom = 0;
        forgottenAt = openUntil + IDLE;
        return Optional.of(State.OPEN);
    }

    private void halfOpen(Instant time, long now) {
        state = State.HALF_OPEN;
        since = Math.max(micros(time), since) + 1;
        halfOpenAt = now;
        passedProbes = 0;
        token = 0;
        placesFrom = 0;
        places = 0;
        probes.clear();
        forgottenAt = now + IDLE;
    }

    void close(Instant time) {
        if (state == State.CLOSED) {
            failures = 0;
            return;
        }
        state = State.CLOSED;
        since = Math.max(micros(time), since) + 1;
        failures = 0;
        rampFrom = time.toEpochMilli();
        passed = 0;
        handedOut = 0;
        forgottenAt = rampFrom + IDLE;
    }

    /** Nothing is left to tell: it was never open, and a success has come. */
    boolean isForgettable() {
        return state == State.CLOSED && failures == 0 && since == 0;
    }

    Breaker show(String name, Instant time, Rules rules) {
        long now = time.toEpochMilli();
        return new Breaker(
                name,
                state == State.CLOSED && isOnRamp(now) ? State.CLOSING : state,
                failures,
                reason,
                openedAt == 0 ? null : Instant.ofEpochMilli(openedAt),
                nextProbe(now, rules.probes()),
                deferred);
    }

    private Instant nextProbe(long now, int most) {
        if (state == State.CLOSED) {
            return null;
        }
        long out = probes.values().stream().filter(until -> until > now).count();
        boolean full = passedProbes + out >= most && out > 0;
        long first = probes.values().stream()
                .filter(until -> until > now)
                .mapToLong(it -> it)
                .min()
                .orElse(now);
        return Instant.ofEpochMilli(state == State.OPEN ? openUntil : full ? first : now);
    }

    private boolean isOnRamp(long now) {
        return rampFrom > 0 && now - rampFrom < RAMP;
    }

    static long placeAt(long place, long rate) {
        long start = 0;
        long before = 0;
        long each = rate;
        while (place >= before + each) {
            before += each;
            each *= 2;
            start += SECOND;
        }
        return start + Math.floorDiv((place - before) * SECOND + each - 1, each);
    }

    static long placesIn(long elapsed, long rate) {
        long before = 0;
        long each = rate;
        long left = elapsed;
        while (left >= SECOND) {
            before += each;
            each *= 2;
            left -= SECOND;
        }
        return Math.max(0, before + Math.floorDiv(left * each, SECOND) + 1);
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }
}
