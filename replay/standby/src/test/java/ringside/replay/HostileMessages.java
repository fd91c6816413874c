package ringside.replay;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Messages between servers, made by hand from PROTOCOL.md: well formed outside, whatever a test wants inside. */
final class HostileMessages {
    static final int CHALLENGE = 1;
    static final int HELLO = 2;
    static final int WELCOME = 3;
    static final int CHECKPOINT = 4;
    static final int EPOCH_RECORD = 5;
    static final int RECORDS = 6;
    static final int ACK = 7;
    static final int HEARTBEAT = 8;
    static final int REFUSED = 9;
    static final int STATE_WANTED = 10;
    static final int STATE = 11;
    static final int FORK = 12;
    static final int TYPES = 13;

    static final int HEADER_BYTES = 16;
    private static final int VERSION = 2;
    private static final int CHECKSUM = 8;

    private HostileMessages() {}

    /** A message whose head is as it should be. */
    static byte[] sealed(final int type, final int number, final byte[] contents) {
        return sealed(type, VERSION, number, contents);
    }

    static byte[] sealed(final int type, final int version, final int number, final byte[] contents) {
        final ByteBuffer message =
                ByteBuffer.allocate(HEADER_BYTES + contents.length).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(message.capacity()).put((byte) type).put((byte) version).putShort((short) 0);
        message.putInt(0).putInt(number).put(contents);
        final CRC32C sum = new CRC32C();
        sum.update(message.array(), 0, CHECKSUM);
        sum.update(message.array(), CHECKSUM + 4, message.capacity() - CHECKSUM - 4);
        return message.putInt(CHECKSUM, (int) sum.getValue()).array();
    }

    static int type(final byte[] message) {
        return message[4];
    }

    static byte[] contents(final byte[] message) {
        return Arrays.copyOfRange(message, HEADER_BYTES, message.length);
    }

    /** The proof of whoever knows the secret. */
    static byte[] proof(final String secret, final String side, final byte[]... parts) {
        try {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(("ringside replication\n" + secret).getBytes(StandardCharsets.UTF_8));
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(digest.digest(), "HmacSHA256"));
            mac.update(side.getBytes(StandardCharsets.UTF_8));
            for (final byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (final GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Puts contents together. */
    static final class Contents {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        private Contents little(final long value, final int bytes) {
            for (int i = 0; i < bytes; i++) {
                out.write((int) (value >>> (Byte.SIZE * i)));
            }
            return this;
        }

        Contents put8(final int value) {
            return little(value, 1);
        }

        Contents put16(final int value) {
            return little(value, 2);
        }

        Contents put32(final int value) {
            return little(value, 4);
        }

        Contents put64(final long value) {
            return little(value, 8);
        }

        Contents put(final byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
