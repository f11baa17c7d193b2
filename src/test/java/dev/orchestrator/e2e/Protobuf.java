package dev.orchestrator.e2e;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A protobuf message by the numbers of its fields, without its schema: numbers and bytes. */
record Protobuf(Map<Integer, List<Object>> fields) {
    static Protobuf parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, List<Object>> fields = new HashMap<>();
        while (in.hasRemaining()) {
            long tag = varint(in);
            fields.computeIfAbsent((int) (tag >>> 3), any -> new ArrayList<>()).add(value(in, (int) (tag & 7)));
        }
        return new Protobuf(fields);
    }

    private static Object value(ByteBuffer in, int type) {
        return switch (type) {
            case 0 -> varint(in);
            case 1 -> in.getLong();
            case 2 -> {
                byte[] bytes = new byte[(int) varint(in)];
                in.get(bytes);
                yield bytes;
            }
            case 5 -> (long) in.getInt();
            default -> throw new IllegalArgumentException("wire type " + type);
        };
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    List<Protobuf> messages(int field) {
        return fields.getOrDefault(field, List.of()).stream()
                .map(bytes -> parse((byte[]) bytes))
                .toList();
    }

    byte[] bytes(int field) {
        List<Object> values = fields.getOrDefault(field, List.of());
        return values.isEmpty() ? new byte[0] : (byte[]) values.get(values.size() - 1);
    }

    String text(int field) {
        return new String(bytes(field), StandardCharsets.UTF_8);
    }

    long number(int field) {
        List<Object> values = fields.getOrDefault(field, List.of());
        return values.isEmpty() ? 0 : (Long) values.get(values.size() - 1);
    }
}
