package ringside.io.netty.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class FirstPacketGuardTest {
    private static ByteBuf packet(final int first, final int version, final int lengthBytes) {
        final ByteBuf packet = Unpooled.buffer();
        packet.writeByte(first).writeInt(version).writeZero(1_500);
        return packet.writerIndex(lengthBytes);
    }

    private static void assertRead(final boolean expected, final ByteBuf packet) {
        assertEquals(expected, FirstPacketGuard.isWorthReading(packet));
    }

    @Test
    void whoever_begins_fills_a_datagram() {
        assertRead(true, packet(0xC0, 1, 1_200));
        assertRead(false, packet(0xC0, 1, 1_199));
        assertRead(false, packet(0xCF, 1, 40));
    }

    @Test
    void whoever_speaks_another_version_does_too_and_negotiation_is_no_business_of_clients() {
        assertRead(true, packet(0xC0, 0x1a2a3a4a, 1_200));
        assertRead(false, packet(0xE0, 0x1a2a3a4a, 1_199));
        assertRead(false, packet(0xC0, 0, 1_200));
    }

    @Test
    void what_goes_on_may_be_short() {
        assertRead(true, packet(0xE0, 1, 60));
        assertRead(true, packet(0x40, 0, 30));
        assertRead(false, packet(0xE0, 1, 4));
        assertRead(false, packet(0x40, 0, 0));
    }
}
