package ringside.server.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.RecordType;
import ringside.layout.XxHash64;
import ringside.server.ServerException;
import ringside.server.toml.Problem;

/**
 * All rules of a match, by the layout of its game: what was given, and defaults for the rest. Checked, so it may go into an
 * event as it is. Immutable.
 */
public final class RuleRecord {
    private static final int SHOWN_BYTES = 8;

    private final GameType type;
    private final UnsafeBuffer bytes;
    private final Map<String, RuleValue> given;

    RuleRecord(final GameType type, final byte[] bytes, final Map<String, RuleValue> given) {
        this.type = type;
        this.bytes = new UnsafeBuffer(bytes);
        this.given = given;
    }

    /**
     * The record of these values. Of two for the same rule, the later counts.
     *
     * @throws ServerException with all that is wrong, a line each
     */
    public static RuleRecord of(final GameType type, final Collection<RuleValue> values) {
        return of(new RuleCompiler(type), values);
    }

    /** As {@link #of(GameType, Collection)}, but with another record's values in the place of defaults. */
    public static RuleRecord of(final GameType type, final byte[] base, final Collection<RuleValue> values) {
        final RuleCompiler compiler = new RuleCompiler(type);
        compiler.base(base);
        return of(compiler, values);
    }

    private static RuleRecord of(final RuleCompiler compiler, final Collection<RuleValue> values) {
        values.forEach(compiler::put);
        final RuleRecord record = compiler.finish();
        if (record == null) {
            throw refused(compiler.problems());
        }
        return record;
    }

    static ServerException refused(final Collection<Problem> problems) {
        return ServerException.configuration(
                problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }

    /** The kind of match that it is for. */
    public GameType type() {
        return type;
    }

    private RecordType rules() {
        return type.layout().rules();
    }

    public int lengthBytes() {
        return bytes.capacity();
    }

    /** The record itself. Not to be written to. */
    public UnsafeBuffer buffer() {
        return bytes;
    }

    /** The record itself, a copy. */
    public byte[] bytes() {
        final byte[] copy = new byte[bytes.capacity()];
        bytes.getBytes(0, copy);
        return copy;
    }

    /** True for a match's rules that are these. */
    public boolean isSameAs(final byte[] record) {
        return bytes.equals(new UnsafeBuffer(record));
    }

    boolean isSameAs(final RuleRecord other) {
        return isFor(other.type) && bytes.equals(other.bytes);
    }

    /** True for a kind of match that it fits, in whichever engine. */
    public boolean isFor(final GameType other) {
        return type.layout().hash() == other.layout().hash();
    }

    /** Names the record by its content: 16 hexadecimal digits. */
    public String digest() {
        return XxHash64.hex(XxHash64.hash(bytes, 0, bytes.capacity(), 0));
    }

    /** Where the value of that rule was given, or null when it is at its default. */
    public @Nullable RuleValue origin(final Column rule) {
        return given.get(rule.name());
    }

    /** The value of a rule, for people. */
    public String format(final Column rule) {
        if (rule instanceof final BytesColumn column && !column.isText()) {
            final int length = RuleCompiler.usedBytes(bytes, column);
            final String hex = column.format(bytes, 0).substring(0, 2 * Math.min(SHOWN_BYTES, length));
            return length == 0 ? "none" : length + " bytes " + hex + (length > SHOWN_BYTES ? "…" : "");
        }
        return rule.format(bytes, 0);
    }

    /** What is other than it was, a rule each: {@code bots 6 -> 2}. */
    List<String> changesSince(final RuleRecord before) {
        final List<String> changes = new ArrayList<>();
        if (!isFor(before.type)) {
            changes.add("game " + before.type.layout().game() + " -> "
                    + type.layout().game());
            return changes;
        }
        for (final Column rule : rules().columns()) {
            final int at = rule.offset();
            for (int i = 0; i < rule.widthBytes(); i++) {
                if (bytes.getByte(at + i) != before.bytes.getByte(at + i)) {
                    changes.add(rule.name() + " " + before.format(rule) + " -> " + format(rule));
                    break;
                }
            }
        }
        return changes;
    }

    @Override
    public String toString() {
        return rules().columns().stream()
                .map(rule -> rule.name() + "=" + format(rule))
                .collect(Collectors.joining(", "));
    }
}
