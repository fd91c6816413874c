package ringside.io.protocol;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.fb.Hello;

/**
 * The first message of a connection, every value within its bounds. Immutable.
 *
 * @param game the layout's game, or empty for whatever the match plays
 * @param layoutHash the layout that the client was built for, or 0 when it reads any
 * @param match the match to join, or 0 to be given one
 * @param token the connect token, or empty
 * @param join the layout's join record, or empty for its defaults; its fields are not checked yet
 * @param resume what to take again instead of joining, or null
 * @param client what the client calls itself
 * @param lockstep whether the client has the game and can compute a match that is played in lockstep
 * @param spectate whether the client only wants to watch; where tokens are asked for, the role of the token decides
 * @param hearsMoving whether the client knows what {@link MessageType#MOVING} says
 */
public record HelloMessage(
        String game,
        long layoutHash,
        int match,
        String token,
        Bytes join,
        @Nullable Resume resume,
        String client,
        boolean lockstep,
        boolean spectate,
        boolean hearsMoving) {

    /** Of a client that is shown views. */
    public HelloMessage(
            final String game,
            final long layoutHash,
            final int match,
            final String token,
            final Bytes join,
            final @Nullable Resume resume,
            final String client) {
        this(game, layoutHash, match, token, join, resume, client, false, false, false);
    }

    /** The same message about that match. */
    public HelloMessage withMatch(final int number) {
        return new HelloMessage(game, layoutHash, number, token, join, resume, client, lockstep, spectate, hearsMoving);
    }

    /** The same message of a client that has the game itself, whose layout this is. */
    public HelloMessage ofGame(final long itsLayoutHash) {
        return new HelloMessage(game, itsLayoutHash, match, token, join, resume, client, true, spectate, hearsMoving);
    }

    /** The same message of a client that only wants to watch. */
    public HelloMessage ofSpectator() {
        return new HelloMessage(game, layoutHash, match, token, join, resume, client, lockstep, true, hearsMoving);
    }

    /** The same message of a client that knows what {@link MessageType#MOVING} says. */
    public HelloMessage hearingMoving() {
        return new HelloMessage(game, layoutHash, match, token, join, resume, client, lockstep, spectate, true);
    }

    /**
     * A seat held before.
     *
     * @param nextSureEffect the number of the next sure effect that the client's decoder waits for, 0 for a decoder that
     *     begins anew
     * @param lastSureFrame the frame of the last sure effect that the client told; -1 for none
     * @param lastSureCount how many sure effects of that frame it told
     */
    public record Resume(
            int player, Bytes secret, long lastEpoch, int nextSureEffect, int lastSureFrame, int lastSureCount) {
        /** Of a client that does not say which effects it told. */
        public Resume(final int player, final Bytes secret, final long lastEpoch, final int nextSureEffect) {
            this(player, secret, lastEpoch, nextSureEffect, -1, 0);
        }

        /** With a decoder that begins anew. */
        public Resume(final int player, final Bytes secret, final long lastEpoch) {
            this(player, secret, lastEpoch, 0);
        }
    }

    /** Reads a message of {@code lengthBytes} that begins at {@code offset}; throws {@link ProtocolException}. */
    public static HelloMessage read(final DirectBuffer from, final int offset, final int lengthBytes) {
        return FlatReader.read(MessageType.HELLO, from, offset, lengthBytes, HelloMessage::readBody);
    }

    private static HelloMessage readBody(final ByteBuffer body) {
        final Hello hello = Hello.getRootAsHello(body);
        if (hello.protocolVersion() != Wire.PROTOCOL_VERSION) {
            throw new ProtocolException(
                    DisconnectReason.PROTOCOL_VERSION,
                    "yours " + hello.protocolVersion() + ", the server's " + Wire.PROTOCOL_VERSION);
        }
        return new HelloMessage(
                FlatReader.text(hello.gameAsByteBuffer(), Limits.MAX_NAME_BYTES, "game"),
                hello.layoutHash(),
                FlatReader.within(hello.match(), 0, Integer.MAX_VALUE, "match"),
                FlatReader.text(hello.tokenAsByteBuffer(), Limits.MAX_TOKEN_BYTES, "token"),
                FlatReader.bytes(hello.joinAsByteBuffer(), Limits.MAX_JOIN_BYTES, "join"),
                readResume(hello.resume()),
                FlatReader.text(hello.clientAsByteBuffer(), Limits.MAX_NAME_BYTES, "client"),
                hello.lockstep(),
                hello.spectate(),
                hello.hearsMoving());
    }

    private static @Nullable Resume readResume(final ringside.io.protocol.fb.@Nullable Resume resume) {
        if (resume == null) {
            return null;
        }
        return new Resume(
                FlatReader.within(resume.player(), 1, Integer.MAX_VALUE, "resume.player"),
                FlatReader.exactly(resume.secretAsByteBuffer(), Wire.SECRET_BYTES, "resume.secret"),
                resume.lastEpoch(),
                FlatReader.within((int) resume.nextSureEffect(), 0, Integer.MAX_VALUE, "resume.next_sure_effect"),
                FlatReader.within(resume.lastSureFrame(), -1, Integer.MAX_VALUE, "resume.last_sure_frame"),
                FlatReader.within((int) resume.lastSureCount(), 0, Integer.MAX_VALUE, "resume.last_sure_count"));
    }

    /** The whole message. */
    public byte[] write() {
        final FlatBufferBuilder builder = new FlatBufferBuilder(256);
        final int gameAt = builder.createString(game);
        final int tokenAt = builder.createString(token);
        final int joinAt = Hello.createJoinVector(builder, join.toArray());
        final int clientAt = builder.createString(client);
        final Resume held = resume;
        int resumeAt = 0;
        if (held != null) {
            final int secretAt = ringside.io.protocol.fb.Resume.createSecretVector(
                    builder, held.secret().toArray());
            resumeAt = ringside.io.protocol.fb.Resume.createResume(
                    builder,
                    held.player(),
                    secretAt,
                    held.lastEpoch(),
                    held.nextSureEffect(),
                    held.lastSureFrame(),
                    held.lastSureCount());
        }
        Hello.startHello(builder);
        Hello.addProtocolVersion(builder, Wire.PROTOCOL_VERSION);
        Hello.addGame(builder, gameAt);
        Hello.addLayoutHash(builder, layoutHash);
        Hello.addMatch(builder, match);
        Hello.addToken(builder, tokenAt);
        Hello.addJoin(builder, joinAt);
        if (resumeAt != 0) {
            Hello.addResume(builder, resumeAt);
        }
        Hello.addClient(builder, clientAt);
        Hello.addLockstep(builder, lockstep);
        Hello.addSpectate(builder, spectate);
        Hello.addHearsMoving(builder, hearsMoving);
        return FlatWriter.message(MessageType.HELLO, builder, Hello.endHello(builder));
    }
}
