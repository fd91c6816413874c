package ringside.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint read as snapshot/checkpoint/FORMAT.md says, with none of the code that wrote it: what no longer agrees with the page
 * shows here.
 *
 * @param identityAt where the identity's length stands, or the hash where there is none
 * @param identity what the epoch said of its engine; missing in version 1
 */
record CheckpointPage(
        int version,
        long position,
        long epoch,
        String serverId,
        int tick,
        ByteBuffer engineBlock,
        List<MatchBlock> matches,
        int identityAt,
        JsonNode identity) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HASH_BYTES = 8;

    /** One match's part. */
    record MatchBlock(int match, long layoutHash, ByteBuffer block) {}

    static CheckpointPage read(final byte[] file) {
        final ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        require(text(file, 0, 7).equals("RSCHECK"), "magic");
        final int version = bytes.get(7) - '0';
        require(bytes.getLong(8) == file.length, "length");
        require(bytes.getLong(file.length - HASH_BYTES) == hash(file, file.length - HASH_BYTES), "hash");
        final int engineBytes = Math.toIntExact(bytes.getLong(80));
        int at = 88 + engineBytes;
        final List<MatchBlock> matches = new ArrayList<>();
        for (int i = bytes.getInt(68); i > 0; i--) {
            final int blockBytes = bytes.getInt(at + 4);
            matches.add(new MatchBlock(bytes.getInt(at), bytes.getLong(at + 8), part(bytes, at + 16, blockBytes)));
            at += 16 + blockBytes;
        }
        final int identityBytes = version == 1 ? 0 : bytes.getInt(at);
        final int end = version == 1 ? at : at + 4 + identityBytes;
        require(end == file.length - HASH_BYTES, "the end");
        return new CheckpointPage(
                version,
                bytes.getLong(16),
                bytes.getLong(24),
                text(file, 32, 32),
                bytes.getInt(64),
                part(bytes, 88, engineBytes),
                matches,
                at,
                identityBytes == 0 ? JSON.missingNode() : json(text(file, at + 4, identityBytes)));
    }

    /** A layout of the identity, by its hash: that of its text. */
    JsonNode layout(final long hash) {
        for (final JsonNode game : identity.path("games")) {
            final byte[] canonical = game.path("layout").asText().getBytes(StandardCharsets.UTF_8);
            if (hash(canonical, canonical.length) == hash) {
                return json(game.path("layout").asText());
            }
        }
        throw new AssertionError("no layout " + hash + " in " + identity);
    }

    /** The live rows of a table, each a value by its column's name; whole numbers only. */
    static List<Map<String, Long>> rows(final ByteBuffer block, final JsonNode layout, final String table) {
        int base = 0;
        for (final JsonNode each : inOrder(layout)) {
            final int stride = stride(each);
            if (each.path("name").asText().equals(table)) {
                return rows(block, base, stride, each);
            }
            base += 16 + stride * capacity(each);
        }
        throw new AssertionError("no table " + table);
    }

    /** How many bytes a block of that layout has. */
    static int blockBytes(final JsonNode layout) {
        int bytes = 0;
        for (final JsonNode each : inOrder(layout)) {
            bytes += 16 + stride(each) * capacity(each);
        }
        return bytes;
    }

    private static List<JsonNode> inOrder(final JsonNode layout) {
        final List<JsonNode> single = new ArrayList<>();
        final List<JsonNode> others = new ArrayList<>();
        final List<JsonNode> history = new ArrayList<>();
        for (final JsonNode each : layout.path("tables")) {
            final boolean isHistory = each.path("history").asBoolean();
            (each.path("single").asBoolean() ? single : isHistory ? history : others).add(each);
        }
        single.addAll(others);
        single.addAll(history);
        return single;
    }

    private static int capacity(final JsonNode table) {
        return table.path("capacity").asInt();
    }

    private static int stride(final JsonNode table) {
        int end = 4;
        for (final JsonNode column : table.path("columns")) {
            end = offset(end, column) + width(column);
        }
        return end + 7 & ~7;
    }

    private static List<Map<String, Long>> rows(
            final ByteBuffer block, final int base, final int stride, final JsonNode table) {
        final List<Map<String, Long>> rows = new ArrayList<>();
        for (int i = 0; i < block.getInt(base + 4); i++) {
            final int row = base + 16 + i * stride;
            if (block.getInt(row) != 0) {
                final Map<String, Long> values = new LinkedHashMap<>();
                int end = 4;
                for (final JsonNode column : table.path("columns")) {
                    final int at = offset(end, column);
                    if (!column.path("type").asText().equals("bytes")) {
                        values.put(column.path("name").asText(), value(block, row + at, width(column)));
                    }
                    end = at + width(column);
                }
                rows.add(values);
            }
        }
        require(rows.size() == block.getInt(base), "live rows");
        return rows;
    }

    private static long value(final ByteBuffer block, final int at, final int width) {
        return switch (width) {
            case 1 -> block.get(at);
            case 2 -> block.getShort(at);
            case 4 -> block.getInt(at);
            default -> block.getLong(at);
        };
    }

    private static int offset(final int end, final JsonNode column) {
        final int alignment = column.path("type").asText().equals("bytes") ? 1 : width(column);
        return (end + alignment - 1) / alignment * alignment;
    }

    private static int width(final JsonNode column) {
        return switch (column.path("type").asText()) {
            case "bool", "int8" -> 1;
            case "int16" -> 2;
            case "int64" -> 8;
            case "bytes" -> column.path("length").asInt();
            default -> 4;
        };
    }

    private static ByteBuffer part(final ByteBuffer bytes, final int at, final int length) {
        return bytes.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String text(final byte[] bytes, final int at, final int length) {
        return new String(bytes, at, length, StandardCharsets.UTF_8);
    }

    private static JsonNode json(final String text) {
        try {
            return JSON.readTree(text);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(final boolean holds, final String what) {
        if (!holds) {
            throw new AssertionError("not as the page says: " + what);
        }
    }

    // ---- XXH64 with seed 0, from its specification

    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;

    static long hash(final byte[] of, final int length) {
        final ByteBuffer bytes = ByteBuffer.wrap(of).order(ByteOrder.LITTLE_ENDIAN);
        long hash = P5;
        int at = 0;
        if (length >= 32) {
            final long[] lanes = {0x60EA27EEADC0B5D6L, P2, 0, -P1};
            for (; at + 32 <= length; at += 32) {
                for (int lane = 0; lane < 4; lane++) {
                    lanes[lane] = round(lanes[lane], bytes.getLong(at + 8 * lane));
                }
            }
            hash = Long.rotateLeft(lanes[0], 1)
                    + Long.rotateLeft(lanes[1], 7)
                    + Long.rotateLeft(lanes[2], 12)
                    + Long.rotateLeft(lanes[3], 18);
            for (final long lane : lanes) {
                hash = (hash ^ round(0, lane)) * P1 + P4;
            }
        }
        hash += length;
        for (; at + 8 <= length; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, bytes.getLong(at)), 27) * P1 + P4;
        }
        if (at + 4 <= length) {
            hash = Long.rotateLeft(hash ^ (bytes.getInt(at) & 0xFFFF_FFFFL) * P1, 23) * P2 + P3;
            at += 4;
        }
        for (; at < length; at++) {
            hash = Long.rotateLeft(hash ^ (of[at] & 0xFF) * P5, 11) * P1;
        }
        hash = (hash ^ hash >>> 33) * P2;
        hash = (hash ^ hash >>> 29) * P3;
        return hash ^ hash >>> 32;
    }

    private static long round(final long lane, final long input) {
        return Long.rotateLeft(lane + input * P2, 31) * P1;
    }
}
