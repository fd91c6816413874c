package ringside.layout;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A run of bytes of declared length. Text is UTF-8, padded with zeros. */
public final class BytesColumn extends Column {
    private static final String HEX = "0123456789abcdef";

    private final boolean text;

    BytesColumn(final Fields owner, final String name, final int lengthBytes, final boolean text) {
        super(owner, name, ColumnType.BYTES, lengthBytes, 0, 0);
        this.text = text;
    }

    public BytesColumn visibleTo(final Visibility who) {
        visibility(who);
        return this;
    }

    public boolean isText() {
        return text;
    }

    /** Not a number: always throws. */
    @Override
    public long read(final DirectBuffer buffer, final int rowOffset) {
        throw new LayoutException(qualifiedName() + ": bytes have no single value");
    }

    /** Not a number: always throws. */
    @Override
    public void write(final MutableDirectBuffer buffer, final int rowOffset, final long value) {
        throw new LayoutException(qualifiedName() + ": bytes have no single value");
    }

    /** The text up to its padding. */
    public String readText(final DirectBuffer buffer, final int rowOffset) {
        int length = 0;
        while (length < widthBytes() && buffer.getByte(rowOffset + offset() + length) != 0) {
            length++;
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(rowOffset + offset(), bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Stores text, cut at a character's boundary when it is longer than the column. */
    public void writeText(final MutableDirectBuffer buffer, final int rowOffset, final String value) {
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, widthBytes());
        if (length < bytes.length) {
            while (length > 0 && (bytes[length] & 0xC0) == 0x80) {
                length--;
            }
        }
        buffer.setMemory(rowOffset + offset(), widthBytes(), (byte) 0);
        buffer.putBytes(rowOffset + offset(), bytes, 0, length);
    }

    @Override
    public String format(final DirectBuffer buffer, final int rowOffset) {
        if (text) {
            return readText(buffer, rowOffset);
        }
        final StringBuilder out = new StringBuilder(widthBytes() * 2);
        for (int i = 0; i < widthBytes(); i++) {
            final int b = buffer.getByte(rowOffset + offset() + i) & 0xFF;
            out.append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
        }
        return out.toString();
    }
}
