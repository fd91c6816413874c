package ringside.io.netty.quic;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/**
 * What is needed of DER (X.690): each value is a tag, the length of its content, and the content.
 *
 * <pre>
 * length below 128    one byte
 * below 65,536        0x81 and one byte, or 0x82 and two, big-endian
 * </pre>
 */
final class Der {
    static final int OCTETS = 0x04;
    static final int UTF8 = 0x0C;
    static final int UTC_TIME = 0x17;

    private static final int INTEGER = 0x02;
    private static final int BITS = 0x03;
    private static final int OBJECT = 0x06;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int SHORT_END = 0x80;
    private static final int BYTE_END = 0x100;

    private Der() {}

    static byte[] tagged(final int tag, final byte[]... parts) {
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (final byte[] part : parts) {
            content.writeBytes(part);
        }
        final int length = content.size();
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length >= BYTE_END) {
            out.write(SHORT_END + 2);
            out.write(length >> Byte.SIZE);
        } else if (length >= SHORT_END) {
            out.write(SHORT_END + 1);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    static byte[] sequence(final byte[]... parts) {
        return tagged(SEQUENCE, parts);
    }

    static byte[] set(final byte[]... parts) {
        return tagged(SET, parts);
    }

    static byte[] integer(final BigInteger value) {
        return tagged(INTEGER, value.toByteArray());
    }

    /** An identifier whose numbers are encoded already. */
    static byte[] object(final byte[] encoded) {
        return tagged(OBJECT, encoded);
    }

    /** Whole bytes as a string of bits. */
    static byte[] bits(final byte[] bytes) {
        return tagged(BITS, new byte[1], bytes);
    }
}
