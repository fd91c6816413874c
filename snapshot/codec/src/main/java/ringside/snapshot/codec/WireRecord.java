package ringside.snapshot.codec;

import org.agrona.MutableDirectBuffer;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.EffectClass;
import ringside.layout.RecordType;

/** How an effect goes over the wire: its fields that all may see, one after the other. */
final class WireRecord {
    final RecordType type;
    final WireColumn[] fields;
    final boolean sure;

    WireRecord(final RecordType type, final WireColumn[] fields) {
        this.type = type;
        this.fields = fields;
        this.sure = type.effectClass() == EffectClass.SURE;
    }

    /** Every field to its default, and zeros between them. */
    void reset(final MutableDirectBuffer record, final int offset) {
        record.setMemory(offset, type.lengthBytes(), (byte) 0);
        for (int i = 0, n = type.columns().size(); i < n; i++) {
            final Column column = type.columns().get(i);
            if (column.type() != ColumnType.BYTES && column.type() != ColumnType.REF) {
                column.write(record, offset, column.defaultValue());
            }
        }
    }

    /** The most bits of its fields. */
    int worstBits() {
        int worst = 0;
        for (final WireColumn field : fields) {
            worst += field.worstBits();
        }
        return worst;
    }
}
