package ringside.layout;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed-size record outside the state: an input, a command, an effect, join data, rules or a result.
 *
 * <p>Its canonical form is its fields at their offsets, little-endian, with zeros between them.
 */
public final class RecordType extends Fields {
    private final RecordKind kind;
    private final int id;
    private @Nullable EffectClass effectClass;

    RecordType(final String name, final RecordKind kind, final int id) {
        super(name, 0);
        this.kind = kind;
        this.id = id;
    }

    public RecordKind kind() {
        return kind;
    }

    /** Numbers commands and effects within their kind, from 0, in declared order. */
    public int id() {
        return id;
    }

    public int lengthBytes() {
        return endOffset();
    }

    /** For effects only. */
    public @Nullable EffectClass effectClass() {
        return effectClass;
    }

    void effectClass(final EffectClass value) {
        effectClass = value;
    }

    /**
     * The first field whose value lies outside its range, or null. The one check between a client's bytes and the
     * journal.
     */
    public @Nullable Column firstOutOfRange(final DirectBuffer buffer, final int offset) {
        for (int i = 0, n = columns().size(); i < n; i++) {
            final Column column = columns().get(i);
            if (column.type() != ColumnType.BYTES) {
                final long value = column.read(buffer, offset);
                if (value < column.min() || value > column.max()) {
                    return column;
                }
            }
        }
        return null;
    }

    /**
     * Where the first byte stands, from {@code offset}, that is not zero and belongs to no value: between two fields, or
     * behind the end of a text. -1 when the record is in canonical form.
     */
    public int firstStrayByte(final DirectBuffer buffer, final int offset) {
        int end = 0;
        for (int i = 0, n = columns().size(); i < n; i++) {
            final Column column = columns().get(i);
            for (; end < column.offset(); end++) {
                if (buffer.getByte(offset + end) != 0) {
                    return end;
                }
            }
            end += column.widthBytes();
            if (column instanceof final BytesColumn bytes && bytes.isText()) {
                boolean ended = false;
                for (int at = column.offset(); at < end; at++) {
                    final boolean isZero = buffer.getByte(offset + at) == 0;
                    if (ended && !isZero) {
                        return at;
                    }
                    ended |= isZero;
                }
            }
        }
        return -1;
    }
}
