package ringside.io.session;

import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.io.protocol.AcksMessage;
import ringside.io.protocol.CommandMessage;
import ringside.io.protocol.InputsMessage;
import ringside.io.protocol.Wire;

/**
 * What the messages of clients are read with: one for all connections of an event loop, for one message at a time. A thousand
 * connections with one each would find theirs in no cache. Not thread-safe.
 */
final class MessageScratch {
    private final AcksMessage acks = new AcksMessage();
    private final CommandMessage command = new CommandMessage();
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[Wire.MAX_CLIENT_MESSAGE_BYTES]);
    private final Int2ObjectHashMap<InputsMessage> inputs = new Int2ObjectHashMap<>();

    AcksMessage acks() {
        return acks;
    }

    CommandMessage command() {
        return command;
    }

    /** Room for the record of an input or a command. */
    UnsafeBuffer record() {
        return record;
    }

    /** For inputs whose records have that many bytes. */
    InputsMessage inputs(final int recordBytes) {
        return inputs.computeIfAbsent(recordBytes, InputsMessage::new);
    }
}
