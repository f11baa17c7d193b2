package dev.orchestrator.ports.out;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Quarantine.Item;
import dev.orchestrator.ports.out.Quarantine.Kind;
import dev.orchestrator.ports.out.Quarantine.Origin;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every quarantine promises. */
public abstract class QuarantineContract {
    private static final Instant AT = Instant.parse("2030-01-31T12:00:00.123Z");

    /** Empty. */
    protected abstract Quarantine quarantine();

    @Test
    void anItemIsKeptOnceWithItsBytes() {
        Item item = item(1, 10);
        Item other = new Item(
                id(2), AT, new Origin(Kind.TASK, "q:a", null), "a NUL: \u0000", 99, ByteBuffer.wrap(new byte[0]));
        assertThat(get(quarantine().keep(List.of(item)))).containsExactly(item.id());
        assertThat(get(quarantine().keep(List.of(item, other)))).containsExactly(other.id());
        assertThat(get(quarantine().find(item.id()))).contains(item);
        assertThat(get(quarantine().find(other.id())).orElseThrow().size()).isEqualTo(99);
        assertThat(get(quarantine().find(id(3)))).isEmpty();
        assertThat(get(quarantine().count())).isEqualTo(2);
    }

    @Test
    void pagesComeNewestFirstWithTheBeginningOfTheBytes() {
        List<Item> items = IntStream.range(0, 5).mapToObj(i -> item(i, 10)).toList();
        get(quarantine().keep(items));
        List<Item> page = get(quarantine().page(null, 3, 4));
        assertThat(page).extracting(Item::id).containsExactly(id(4), id(3), id(2));
        assertThat(page).allMatch(item -> item.size() == 10);
        assertThat(page).extracting(Item::content).containsOnly(item(0, 4).content());
        assertThat(get(quarantine().page(id(2), 3, 4))).extracting(Item::id).containsExactly(id(1), id(0));
    }

    @Test
    void anItemIsDeletedOnce() {
        get(quarantine().keep(List.of(item(1, 10), item(2, 10))));
        assertThat(get(quarantine().delete(id(1)))).isTrue();
        assertThat(get(quarantine().delete(id(1)))).isFalse();
        assertThat(get(quarantine().page(null, 9, 9))).extracting(Item::id).containsExactly(id(2));
    }

    @Test
    void theOldestGoWhenThereAreTooManyOrTooLarge() {
        get(quarantine().keep(IntStream.range(0, 9).mapToObj(i -> item(i, 100)).toList()));
        get(quarantine().trim(7, 10_000));
        assertThat(get(quarantine().page(null, 9, 9)))
                .extracting(Item::id)
                .hasSize(7)
                .contains(id(2));
        get(quarantine().trim(7, 350));
        assertThat(get(quarantine().page(null, 9, 9))).extracting(Item::id).containsExactly(id(8), id(7), id(6));
    }

    private static Item item(int number, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 37 - 128);
        }
        Origin origin = new Origin(Kind.MESSAGE, "c:0", new ExecutionId(id(77)));
        return new Item(id(number), AT, origin, "not UTF-8", size, ByteBuffer.wrap(bytes));
    }

    private static UUID id(int number) {
        return new UUID(0x0199_0000_0000_7000L, Long.MIN_VALUE + number);
    }
}
