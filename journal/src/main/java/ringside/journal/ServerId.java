package ringside.journal;

import java.util.function.LongSupplier;
import ringside.layout.XxHash64;

/** Who a data directory belongs to: 128 random bits made at its first start. */
public record ServerId(long high, long low) {
    private static final int DIGITS = 32;

    /** A new id out of a source of random numbers. */
    public static ServerId random(final LongSupplier random) {
        return new ServerId(random.getAsLong(), random.getAsLong());
    }

    /** Reads what {@link #toString()} wrote. */
    public static ServerId parse(final String hex) {
        if (hex.length() != DIGITS) {
            throw new IllegalArgumentException("a server id has " + DIGITS + " hexadecimal digits: '" + hex + "'");
        }
        return new ServerId(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, DIGITS, 16));
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return XxHash64.hex(high) + XxHash64.hex(low);
    }
}
