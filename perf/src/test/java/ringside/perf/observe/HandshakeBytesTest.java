package ringside.perf.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.arena.ArenaGame;
import ringside.engine.logic.GameType;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.MessageType;
import ringside.layout.LayoutJson;

/** The observer's own bytes against the project's readers. */
class HandshakeBytesTest {
    @Test
    void its_hello_is_one() {
        final byte[] body = HandshakeBytes.hello(17);
        final UnsafeBuffer message = new UnsafeBuffer(new byte[1 + body.length]);
        message.putByte(0, MessageType.HELLO.code());
        message.putBytes(1, body);
        final HelloMessage read = HelloMessage.read(message, 0, message.capacity());
        assertEquals(17, read.match());
        assertEquals("", read.game());
        assertEquals("", read.token());
        assertNull(read.resume());
    }

    @Test
    void its_length_of_an_input_is_the_layouts() {
        final GameType type = new GameType(new ArenaGame());
        assertEquals(type.layout().input().lengthBytes(), HandshakeBytes.recordBytes(LayoutJson.write(type.layout())));
        assertEquals(
                16,
                HandshakeBytes.recordBytes(
                        "{\"input\":[{\"type\":\"bool\"},{\"type\":\"int16\"},{\"type\":\"int64\"}]}"));
        assertEquals(
                6, HandshakeBytes.recordBytes("{\"input\":[{\"type\":\"int8\"},{\"type\":\"bytes\",\"length\":5}]}"));
    }
}
