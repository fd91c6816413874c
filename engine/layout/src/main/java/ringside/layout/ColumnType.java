package ringside.layout;

/** How a column's value is stored in a row: little-endian, two's complement, aligned to its own width. */
public enum ColumnType {
    BOOL(1),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    /** A Q16.16 fixed point number in an int32: 65,536 stands for 1.0. */
    FIXED(4),
    /** A reference to a row of a named table: {@link Rows#NONE} or the row's handle, generation included. */
    REF(4),
    /** A run of bytes whose length the column declares. */
    BYTES(0);

    private final int widthBytes;

    ColumnType(final int widthBytes) {
        this.widthBytes = widthBytes;
    }

    /** Width in bytes; 0 for {@link #BYTES}, whose columns carry their own. */
    public int widthBytes() {
        return widthBytes;
    }
}
