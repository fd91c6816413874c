package ringside.server.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.layout.XxHash64;

/**
 * The newest records that each set of rules has had: a match is known by them as one of that set. Kept in a file beside the
 * journals, so that a set's matches are known although its file was edited while no server ran. One thread.
 *
 * <pre>
 * a line a record, older ones of a set first:
 *   name of the set, space, hash of the layout (16 hexadecimal digits), space, the record in hexadecimal digits
 * </pre>
 *
 * <p>The file is convenience: without it, or where a line is none, matches keep the rules that they have.
 */
final class RuleHistory {
    /** How many records of a set are remembered, the one that it has included. */
    static final int REMEMBERED = 9;

    private static final HexFormat HEX = HexFormat.of();

    private final @Nullable Path file;
    private final Consumer<String> warnings;

    /** The newest first. */
    private final Map<String, Deque<Kept>> sets = new TreeMap<>();

    /** @param digits the record, hexadecimal */
    private record Kept(long layoutHash, String digits) {
        static Kept of(final GameType type, final byte[] rules) {
            return new Kept(type.layout().hash(), HEX.formatHex(rules));
        }
    }

    private RuleHistory(final @Nullable Path file, final Consumer<String> warnings) {
        this.file = file;
        this.warnings = warnings;
    }

    /** One that is forgotten with the process. */
    static RuleHistory inMemory() {
        return new RuleHistory(null, warning -> {});
    }

    /**
     * Goes on with what the file holds, which need not exist.
     *
     * @param names the sets that there are; what was known of others is dropped
     * @param warnings told what cannot be read or written
     */
    static RuleHistory open(final Path file, final Set<String> names, final Consumer<String> warnings) {
        final RuleHistory history = new RuleHistory(file, warnings);
        try {
            final List<String> lines =
                    Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
            for (int i = 0; i < lines.size(); i++) {
                if (!history.read(lines.get(i), names)) {
                    warnings.accept(
                            file + ":" + (i + 1) + ": is no earlier record of rules; matches that have it keep it");
                }
            }
        } catch (final IOException e) {
            warnings.accept(file + ": earlier rules cannot be read; matches that have them keep them: " + e);
        }
        return history;
    }

    private boolean read(final String line, final Set<String> names) {
        final String[] words = line.split(" ", -1);
        if (words.length != 3
                || !RuleSet.isName(words[0])
                || words[1].length() != XxHash64.hex(0).length()) {
            return false;
        }
        try {
            final Kept kept = new Kept(Long.parseUnsignedLong(words[1], 16), HEX.formatHex(HEX.parseHex(words[2])));
            if (names.contains(words[0])) {
                put(words[0], kept);
            }
            return true;
        } catch (final IllegalArgumentException e) {
            return false;
        }
    }

    private void put(final String set, final Kept kept) {
        final Deque<Kept> records = sets.computeIfAbsent(set, name -> new ArrayDeque<>());
        records.remove(kept);
        records.addFirst(kept);
        if (records.size() > REMEMBERED) {
            records.removeLast();
        }
    }

    /** These are what sets have now. */
    void remember(final Iterable<RuleSet> now) {
        for (final RuleSet set : now) {
            put(set.name(), Kept.of(set.record().type(), set.record().bytes()));
        }
        write();
    }

    /** Whether a match's rules are those that a set has or had. */
    boolean isOf(final String set, final GameType type, final byte[] rules) {
        final Deque<Kept> records = sets.get(set);
        return records != null && records.contains(Kept.of(type, rules));
    }

    private void write() {
        final Path target = file;
        if (target == null) {
            return;
        }
        final List<String> lines = new ArrayList<>();
        sets.forEach((set, records) -> records.descendingIterator()
                .forEachRemaining(
                        kept -> lines.add(set + " " + XxHash64.hex(kept.layoutHash()) + " " + kept.digits())));
        try {
            final Path fresh = target.resolveSibling(target.getFileName() + ".new");
            Files.write(fresh, lines, StandardCharsets.ISO_8859_1);
            Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            warnings.accept(target + ": rules cannot be noted for the next start: " + e);
        }
    }
}
