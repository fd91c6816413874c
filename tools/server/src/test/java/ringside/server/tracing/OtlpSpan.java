package ringside.server.tracing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A span as a collector reads it from a request of OTLP (ExportTraceServiceRequest). Of the format of protocol buffers just what is
 * needed: numbered fields that are numbers, eight bytes, or bytes of a length.
 *
 * <pre>
 * request { 1: resourceSpans { 2: scopeSpans { 2: span } } }
 * span { 1: traceId, 2: spanId, 4: parentSpanId, 5: name, 7: start, 8: end (eight bytes each), 9: attribute { 1: key, 2: value { 3: int } } }
 * </pre>
 */
public record OtlpSpan(
        String traceId,
        String spanId,
        String parentId,
        String name,
        long startNs,
        long endNs,
        Map<String, Long> attributes) {
    private static final int NUMBER = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH = 2;

    /** All spans of a request, in its order. */
    public static List<OtlpSpan> readAll(final byte[] request) {
        final List<OtlpSpan> spans = new ArrayList<>();
        forEach(request, (field, resource) -> {
            if (field == 1) {
                forEach((byte[]) resource, (inner, scope) -> {
                    if (inner == 2) {
                        forEach((byte[]) scope, (number, span) -> {
                            if (number == 2) {
                                spans.add(read((byte[]) span));
                            }
                        });
                    }
                });
            }
        });
        return spans;
    }

    private static OtlpSpan read(final byte[] bytes) {
        final Map<Integer, Object> fields = new TreeMap<>();
        final Map<String, Long> attributes = new TreeMap<>();
        forEach(bytes, (field, value) -> {
            fields.put(field, value);
            if (field == 9) {
                final Map<Integer, Object> attribute = new TreeMap<>();
                forEach((byte[]) value, attribute::put);
                forEach((byte[]) attribute.get(2), (kind, number) -> {
                    if (kind == 3) {
                        attributes.put(new String((byte[]) attribute.get(1), StandardCharsets.UTF_8), (Long) number);
                    }
                });
            }
        });
        return new OtlpSpan(
                hex(fields.get(1)),
                hex(fields.get(2)),
                hex(fields.get(4)),
                new String((byte[]) fields.get(5), StandardCharsets.UTF_8),
                (long) fields.get(7),
                (long) fields.get(8),
                attributes);
    }

    private static String hex(final Object bytes) {
        return bytes == null ? "" : HexFormat.of().formatHex((byte[]) bytes);
    }

    private static void forEach(final byte[] message, final BiConsumer<Integer, Object> taker) {
        final ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            final long key = number(in);
            switch ((int) (key & 7)) {
                case NUMBER -> taker.accept((int) (key >>> 3), number(in));
                case EIGHT_BYTES -> taker.accept((int) (key >>> 3), in.getLong());
                case LENGTH -> {
                    final byte[] bytes = new byte[(int) number(in)];
                    in.get(bytes);
                    taker.accept((int) (key >>> 3), bytes);
                }
                default -> {
                    in.getInt();
                }
            }
        }
    }

    private static long number(final ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            final byte part = in.get();
            value |= (long) (part & 0x7F) << shift;
            if (part >= 0) {
                return value;
            }
        }
    }
}
