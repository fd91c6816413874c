package ringside.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where two builds part that play the same recording: each in a process of its own, compared frame by frame while they play.
 *
 * @param framesCompared up to the first that differs
 * @param frame the first that differs, -1 when none does
 * @param hashes of both builds at that frame; empty for one that has no such frame
 */
record BuildsApart(int framesCompared, int frame, List<String> hashes) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NO_FRAME = -1;

    /** Copies the list. */
    BuildsApart {
        hashes = List.copyOf(hashes);
    }

    /**
     * A cell, or a whole row, of two states.
     *
     * @param row -1 where a whole table is there in one only
     * @param column null where the whole row is
     */
    record Place(String table, int row, @Nullable String column, String one, String other) {
        @Override
        public String toString() {
            return table + (row < 0 ? "" : "[" + row + "]") + (column == null ? "" : "." + column);
        }
    }

    boolean areAlike() {
        return frame == NO_FRAME;
    }

    /**
     * Compares two builds.
     *
     * @param recording the words that name the recorded match to a verb
     */
    static BuildsApart of(final OtherBuild one, final OtherBuild other, final List<String> recording) {
        final List<String> verb = new ArrayList<>(List.of("replay", "hashes"));
        verb.addAll(recording);
        int compared = 0;
        final String a;
        final String b;
        try (BuildAnswer first = BuildAnswer.to(one, verb);
                BuildAnswer second = BuildAnswer.to(other, verb)) {
            while (true) {
                final String lineA = first.next();
                final String lineB = second.next();
                if (lineA == null && lineB == null) {
                    return new BuildsApart(compared, NO_FRAME, List.of());
                }
                compared++;
                if (!Objects.equals(lineA, lineB)) {
                    a = lineA == null ? "" : lineA;
                    b = lineB == null ? "" : lineB;
                    break;
                }
            }
        }
        final int frame = Math.min(frameOf(a), frameOf(b));
        return new BuildsApart(compared, frame, List.of(hashOf(a, frame), hashOf(b, frame)));
    }

    /**
     * What differs first at that frame; null where the builds are alike, where one of them has no such frame, or where only what has
     * no name differs.
     */
    @Nullable
    Place place(final OtherBuild one, final OtherBuild other, final List<String> recording) {
        return areAlike() || hashes.contains("")
                ? null
                : difference(state(one, recording, frame), state(other, recording, frame));
    }

    private static int frameOf(final String line) {
        return line.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(line.substring(0, line.indexOf(' ')));
    }

    private static String hashOf(final String line, final int frame) {
        return frameOf(line) == frame ? line.substring(line.indexOf(' ') + 1) : "";
    }

    /** The tables of a frame, as a build that played up to there from the beginning says. */
    private static JsonNode state(final OtherBuild build, final List<String> recording, final int frame) {
        final List<String> verb = new ArrayList<>(List.of("replay", "show"));
        verb.addAll(recording);
        verb.addAll(List.of("--frame", Integer.toString(frame), "--all", "--from-beginning", "--json"));
        try (BuildAnswer answer = BuildAnswer.to(build, verb)) {
            final String line = answer.next();
            return JSON.readTree(line == null ? "{}" : line).path("tables");
        } catch (final JsonProcessingException e) {
            throw new UsageException(build + ": its answer is no JSON: " + e.getOriginalMessage());
        }
    }

    /** The first difference, tables in their order. */
    static @Nullable Place difference(final JsonNode one, final JsonNode other) {
        final List<String> tables = new ArrayList<>();
        one.fieldNames().forEachRemaining(tables::add);
        for (final Iterator<String> names = other.fieldNames(); names.hasNext(); ) {
            final String name = names.next();
            if (!tables.contains(name)) {
                tables.add(name);
            }
        }
        for (final String table : tables) {
            if (!one.has(table) || !other.has(table)) {
                return new Place(table, -1, null, isThere(one.has(table)), isThere(other.has(table)));
            }
            final Place found = inTable(table, rows(one.get(table)), rows(other.get(table)));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static TreeMap<Integer, JsonNode> rows(final JsonNode table) {
        final TreeMap<Integer, JsonNode> rows = new TreeMap<>();
        table.forEach(row -> rows.put(row.path("row").asInt(), row));
        return rows;
    }

    private static @Nullable Place inTable(
            final String table, final TreeMap<Integer, JsonNode> one, final TreeMap<Integer, JsonNode> other) {
        final TreeMap<Integer, JsonNode> all = new TreeMap<>(one);
        all.putAll(other);
        for (final int row : all.keySet()) {
            final JsonNode a = one.get(row);
            final JsonNode b = other.get(row);
            if (a == null || b == null) {
                return new Place(table, row, null, a == null ? "dead" : "alive", b == null ? "dead" : "alive");
            }
            final List<String> columns = new ArrayList<>();
            a.fieldNames().forEachRemaining(columns::add);
            b.fieldNames().forEachRemaining(columns::add);
            for (final String column : columns) {
                if (!a.path(column).equals(b.path(column))) {
                    return new Place(table, row, column, text(a, column), text(b, column));
                }
            }
        }
        return null;
    }

    private static String text(final JsonNode row, final String column) {
        return row.has(column) ? row.get(column).asText() : "no such column";
    }

    private static String isThere(final boolean there) {
        return there ? "there" : "no such table";
    }
}
