package ringside.server.rules;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.behavior.TreeRule;
import ringside.behavior.TreeRules;
import ringside.behavior.xml.Parsed;
import ringside.behavior.xml.TreeFile;
import ringside.engine.logic.GameType;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.FixedColumn;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.server.toml.Names;
import ringside.server.toml.Problem;

/** Puts given values into a record of rules, and collects what is wrong with them. For one record; one thread. */
final class RuleCompiler {
    private final GameType type;
    private final RecordType rules;
    private final UnsafeBuffer buffer;
    private final Map<String, RuleValue> given = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<Path> files = new LinkedHashSet<>();

    RuleCompiler(final GameType type) {
        this.type = type;
        rules = type.layout().rules();
        buffer = new UnsafeBuffer(new byte[rules.lengthBytes()]);
        new RecordView(rules).wrap(buffer, 0).reset();
    }

    /** Begins with other values than defaults. */
    void base(final byte[] record) {
        buffer.putBytes(0, record);
    }

    void put(final RuleValue value) {
        final Column rule = rules.find(value.rule());
        if (rule == null) {
            final List<String> known =
                    rules.columns().stream().map(Column::name).toList();
            problems.add(value.problem("unknown rule '" + value.rule() + "'" + Names.hint(value.rule(), known)
                    + "; the game " + type.layout().game() + " has " + known));
            return;
        }
        final String complaint = put(rule, value);
        if (complaint != null) {
            problems.add(value.problem(rule.name() + " = " + shortened(value.value()) + ": " + complaint));
        } else {
            given.put(rule.name(), value);
        }
    }

    List<Problem> problems() {
        return problems;
    }

    /** Files that values named. */
    Set<Path> files() {
        return files;
    }

    /** The record, or null when there are problems. */
    @Nullable
    RuleRecord finish() {
        return problems.isEmpty() ? new RuleRecord(type, buffer.byteArray(), Map.copyOf(given)) : null;
    }

    /** Why the value cannot be taken, or null when it was, or when the problems have been noted. */
    private @Nullable String put(final Column rule, final RuleValue value) {
        if (rule.type() == ColumnType.REF) {
            return "refers to a row of a running match; it cannot be given";
        }
        if (!(rule instanceof final BytesColumn bytes)) {
            return putNumber(rule, value.value());
        }
        if (bytes.isText()) {
            // A command line does not tell a number from text that looks like one.
            final boolean mayBeAny = value.file().isEmpty();
            return mayBeAny || value.value() instanceof String
                    ? putText(bytes, String.valueOf(value.value()))
                    : "text is wanted: \"…\"";
        }
        final TreeRule tree = treeRule(bytes);
        if (!(value.value() instanceof final String text)) {
            return tree == null ? "bytes are wanted, as hexadecimal text" : "the name of a tree's file is wanted";
        }
        return tree == null ? putHex(bytes, text) : putTree(tree, value, text);
    }

    private @Nullable String putNumber(final Column rule, final Object value) {
        final boolean isWhole = value instanceof final Number number && number.doubleValue() == number.longValue();
        final long raw;
        if (rule.type() == ColumnType.BOOL) {
            if (!(value instanceof final Boolean flag)) {
                return "true or false is wanted";
            }
            raw = flag ? 1 : 0;
        } else if (rule.type() == ColumnType.FIXED) {
            if (!(value instanceof final Number number) || Double.isNaN(number.doubleValue())) {
                return "a number is wanted";
            }
            raw = Math.round(number.doubleValue() * FixedColumn.ONE);
        } else if (isWhole) {
            raw = ((Number) value).longValue();
        } else {
            return "a whole number is wanted";
        }
        if (raw < rule.min() || raw > rule.max()) {
            return "outside " + rule.formatRaw(rule.min()) + " to " + rule.formatRaw(rule.max());
        }
        rule.write(buffer, 0, raw);
        return null;
    }

    private @Nullable String putText(final BytesColumn rule, final String text) {
        final int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > rule.widthBytes()) {
            return length + " bytes in UTF-8; at most " + rule.widthBytes() + " are possible";
        }
        if (text.indexOf('\0') >= 0) {
            return "text ends where a zero stands: leave that character out";
        }
        rule.writeText(buffer, 0, text);
        return null;
    }

    private @Nullable String putHex(final BytesColumn rule, final String text) {
        if (text.length() % 2 != 0 || !text.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0)) {
            return "bytes are wanted, two hexadecimal digits each";
        }
        if (text.length() / 2 > rule.widthBytes()) {
            return text.length() / 2 + " bytes; at most " + rule.widthBytes() + " are possible";
        }
        final byte[] bytes = new byte[text.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(text.substring(2 * i, 2 * i + 2), 16);
        }
        putBytes(rule, bytes);
        return null;
    }

    private @Nullable String putTree(final TreeRule rule, final RuleValue value, final String text) {
        if (text.isEmpty()) {
            putBytes(rule.column(), new byte[0]);
            return null;
        }
        final Path path;
        try {
            path = value.path(text);
        } catch (final InvalidPathException e) {
            return "a path of this system is wanted";
        }
        files.add(path);
        final Parsed parsed = TreeFile.load(path, rule.leaves());
        if (parsed.tree() == null) {
            parsed.problems()
                    .forEach(problem -> problems.add(new Problem(
                            problem.file(),
                            problem.line(),
                            value.rule(),
                            (problem.node().isEmpty() ? "" : problem.node() + ": ") + problem.text())));
            return null;
        }
        final String complaint = rule.complaint(parsed.tree());
        if (complaint == null) {
            putBytes(rule.column(), parsed.tree().toBytes());
        }
        return complaint;
    }

    private @Nullable TreeRule treeRule(final BytesColumn column) {
        if (type.game() instanceof final TreeRules game) {
            for (final TreeRule rule : game.treeRules()) {
                if (rule.column().name().equals(column.name())) {
                    return rule;
                }
            }
        }
        return null;
    }

    private void putBytes(final BytesColumn rule, final byte[] bytes) {
        buffer.setMemory(rule.offset(), rule.widthBytes(), (byte) 0);
        buffer.putBytes(rule.offset(), bytes);
    }

    /** How many bytes of a field there are up to the last that is not zero. */
    static int usedBytes(final DirectBuffer record, final BytesColumn rule) {
        int length = rule.widthBytes();
        while (length > 0 && record.getByte(rule.offset() + length - 1) == 0) {
            length--;
        }
        return length;
    }

    private static String shortened(final Object value) {
        final String text = String.valueOf(value);
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }
}
