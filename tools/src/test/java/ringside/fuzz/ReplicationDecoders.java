package ringside.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.InSyncSet.Member;
import ringside.journal.EpochBegin;
import ringside.journal.RecordFollower;
import ringside.journal.RecordFormat;
import ringside.journal.ServerId;
import ringside.layout.State;
import ringside.replay.standby.Epoch;
import ringside.replay.standby.FollowException;
import ringside.replay.standby.FollowSession;
import ringside.replay.standby.FollowedEngine;
import ringside.replay.standby.Membership;
import ringside.replay.standby.Reason;
import ringside.replay.standby.Refused;
import ringside.replay.standby.ReplicationBounds;
import ringside.replay.standby.ReplicationChannel;
import ringside.replay.standby.Secret;
import ringside.replay.standby.ShipSession;
import ringside.replay.standby.ShippedEngine;
import ringside.snapshot.checkpoint.Checkpoint;

/**
 * What a primary and a standby say to each other. Each message of a {@link Talk} begins with its type, with the highest bit set where the
 * proof of whoever knows the secret is to stand behind it; its head, number and checksum are made right, but for type 0x7F: what follows
 * that one comes as it is.
 */
final class ReplicationDecoders {
    private static final Path RECORDED = Path.of("../replay/src/test/resources/recorded/1/engines/0");
    private static final ServerId SERVER = new ServerId(1, 2);
    private static final byte[] NONCE = new byte[Secret.BYTES];
    private static final long BEGIN_NS = 7_000_000_000L;
    private static final long STEP_NS = 1_000_000;
    private static final int TURNS_AFTER = 4;
    private static final int AS_IT_IS = 0x7F;
    private static final int PROVEN = 0x80;
    private static final int CHALLENGE = 1;
    private static final int HELLO = 2;
    private static final int WELCOME = 3;
    private static final int CHECKPOINT = 4;
    private static final int EPOCH_RECORD = 5;
    private static final int RECORDS = 6;
    private static final int ACK = 7;
    private static final int HEARTBEAT = 8;
    private static final int REFUSED = 9;
    private static final int STATE_WANTED = 10;
    private static final int STATE = 11;
    private static final int FORK = 12;

    private ReplicationDecoders() {}

    static List<Decoder> all() {
        return List.of(
                Decoder.of("standby-hears", FollowException.class, ReplicationDecoders::saidByPrimary, Standby::new)
                        .allocatingAtMost(8 << 20),
                Decoder.of("primary-hears", FollowException.class, ReplicationDecoders::saidByStandby, Primary::new)
                        .allocatingAtMost(8 << 20));
    }

    // ---- what is said

    private static byte[] message(final int type, final byte[] contents) {
        final byte[] message = new byte[1 + contents.length];
        message[0] = (byte) type;
        System.arraycopy(contents, 0, message, 1, contents.length);
        return message;
    }

    private static ByteBuffer contents(final int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer whoReigns(final int moreBytes) {
        return contents(28 + moreBytes).putLong(1).putLong(2).putInt(1).putLong(9);
    }

    private static List<byte[]> saidByPrimary() {
        final byte[] challenge = message(CHALLENGE, NONCE);
        final byte[] welcome = message(
                PROVEN | WELCOME,
                whoReigns(32)
                        .putInt(1)
                        .putLong(10)
                        .putLong(0)
                        .putLong(3)
                        .putInt(0)
                        .array());
        final byte[] welcomeNew = message(
                PROVEN | WELCOME,
                whoReigns(32)
                        .putInt(1)
                        .putLong(10)
                        .putLong(20)
                        .putLong(3)
                        .putInt(48)
                        .array());
        final byte[] checkpoint = message(CHECKPOINT, contents(24).array());
        final byte[] record = RecordsFuzzed.written().get(0);
        final byte[] heartbeat = message(
                HEARTBEAT, contents(20).putLong(12).putLong(11).putInt(3).array());
        final byte[] refused = message(
                REFUSED,
                contents(17)
                        .putShort((short) 3)
                        .putInt(1)
                        .putLong(9)
                        .putShort((short) 1)
                        .put((byte) 'a')
                        .array());
        final byte[] fork = message(
                PROVEN | FORK,
                whoReigns(26)
                        .putShort((short) 1)
                        .putInt(1)
                        .putLong(9)
                        .putLong(0)
                        .putInt(5)
                        .array());
        return List.of(
                Talk.of(List.of(
                        message(0, new byte[0]), challenge, welcome, message(RECORDS, record), heartbeat, refused)),
                Talk.of(List.of(
                        message(1, new byte[0]),
                        challenge,
                        welcomeNew,
                        checkpoint,
                        message(EPOCH_RECORD, Arrays.copyOf(record, 48)),
                        message(RECORDS, record),
                        message(STATE, contents(12).putInt(1).putInt(2).array()))),
                Talk.of(List.of(message(0, new byte[0]), challenge, fork)));
    }

    private static List<byte[]> saidByStandby() {
        final byte[] fresh = message(PROVEN | HELLO, hello(0, 0, -1));
        final byte[] behind = message(PROVEN | HELLO, hello(1, 2, 1));
        final byte[] ack = message(
                ACK, contents(32).putLong(-1).putLong(-1).putLong(0).putLong(0).array());
        final byte[] wanted =
                message(STATE_WANTED, contents(8).putInt(1).putInt(3).array());
        final byte[] refused = message(
                REFUSED,
                contents(17)
                        .putShort((short) 3)
                        .putInt(1)
                        .putLong(9)
                        .putShort((short) 1)
                        .put((byte) 'a')
                        .array());
        return List.of(
                Talk.of(List.of(fresh, ack, wanted)),
                Talk.of(List.of(behind, ack, refused)),
                Talk.of(List.of(message(AS_IT_IS, new byte[20]))));
    }

    private static byte[] hello(final long high, final long low, final long nextPosition) {
        final byte[] all = new byte[1 + 16 + 4 + 12 + 8 + 4 + 8 + 8 + 2 + 3 + Secret.BYTES];
        final ByteBuffer hello = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        hello.put((byte) RecordFormat.VERSION)
                .putLong(high)
                .putLong(low)
                .putInt(0)
                .putInt(0)
                .putLong(0);
        hello.putLong(nextPosition).putInt(0).putLong(77).putLong(41).putShort((short) 3);
        hello.put(new byte[] {'a', 'b', 'c'}).put(NONCE);
        return all;
    }

    // ---- how it is said

    /** A connection whose other side says what is in an input. */
    private static final class Voice implements ReplicationChannel {
        private final Deque<byte[]> incoming = new ArrayDeque<>();
        private final String side;
        private boolean isOpen = true;
        private int number;
        private long sentBytes;

        Voice(final String side) {
            this.side = side;
        }

        void say(final UnsafeBuffer from, final int offset, final int lengthBytes) {
            if (lengthBytes == 0) {
                return;
            }
            final int type = from.getByte(offset) & 0xFF;
            final byte[] contents = Given.bytes(from, offset + 1, lengthBytes - 1);
            if (type == AS_IT_IS) {
                incoming.add(contents);
            } else {
                incoming.add(sealed(type & ~PROVEN, (type & PROVEN) != 0 ? proven(contents) : contents));
            }
        }

        /** Both sides draw zeros, so that a proof is about nothing but what is claimed. */
        private byte[] proven(final byte[] contents) {
            final boolean isPrimary = side.equals("ringside primary");
            try {
                final MessageDigest digest = MessageDigest.getInstance("SHA-256");
                final Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(digest.digest(Given.utf8("ringside replication\nshared")), "HmacSHA256"));
                mac.update(Given.utf8(side));
                mac.update(NONCE);
                if (isPrimary) {
                    mac.update(NONCE);
                }
                final byte[] proof = mac.doFinal(contents);
                final byte[] all = Arrays.copyOf(contents, contents.length + proof.length);
                System.arraycopy(proof, 0, all, contents.length, proof.length);
                return all;
            } catch (final GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        private byte[] sealed(final int type, final byte[] contents) {
            final ByteBuffer message = ByteBuffer.allocate(16 + contents.length).order(ByteOrder.LITTLE_ENDIAN);
            message.putInt(message.capacity()).put((byte) type).put((byte) 2).putShort((short) 0);
            message.putInt(0).putInt(number++).put(contents);
            final CRC32C sum = new CRC32C();
            sum.update(message.array(), 0, 8);
            sum.update(message.array(), 12, message.capacity() - 12);
            return message.putInt(8, (int) sum.getValue()).array();
        }

        @Override
        public boolean send(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            sentBytes += lengthBytes;
            return true;
        }

        @Override
        public void closeWith(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            sentBytes += lengthBytes;
            isOpen = false;
        }

        @Override
        public boolean poll(final Receiver receiver) {
            final byte[] next = incoming.poll();
            if (next == null) {
                return false;
            }
            receiver.onMessage(new UnsafeBuffer(next), 0, next.length);
            return true;
        }

        @Override
        public boolean isOpen() {
            return isOpen;
        }

        @Override
        public String peer() {
            return "a stranger";
        }

        @Override
        public void close() {
            isOpen = false;
        }
    }

    private static Object end(final @Nullable Refused end, final String told) {
        if (end != null) {
            throw new FollowException(end.reason(), end.text());
        }
        return told;
    }

    // ---- who hears it

    /** A standby; the first message says with its type whether it is new. */
    private static final class Standby implements FuzzTarget {
        private final Voice voice = new Voice("ringside primary");
        private final Told engine = new Told();
        private final FollowSession session =
                new FollowSession(voice, ReplicationBounds.DEFAULT, Secret.of("shared"), engine, 77, NONCE, BEGIN_NS);
        private long nowNs = BEGIN_NS;
        private int heard;

        @Override
        public Object take(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
            Talk.tell(buffer, offset, lengthBytes, this::hear);
            for (int i = 0; i < TURNS_AFTER; i++) {
                session.doWork(nowNs += STEP_NS);
            }
            return end(session.ended(), engine.text.toString());
        }

        private boolean hear(final UnsafeBuffer message, final int offset, final int lengthBytes) {
            if (heard++ == 0 && lengthBytes == 1) {
                engine.next = message.getByte(offset) == 0 ? 3 : -1;
                return true;
            }
            voice.say(message, offset, lengthBytes);
            session.doWork(nowNs += STEP_NS);
            return session.ended() == null;
        }
    }

    /** Writes down what it is told, and requires that it is told nothing before the primary is known. */
    private static final class Told implements FollowedEngine {
        private final StringBuilder text = new StringBuilder();
        private long next = 3;
        private boolean isWelcome;

        private void requireWelcome() {
            if (!isWelcome) {
                throw new AssertionError("told something by nobody who was proven");
            }
        }

        @Override
        public int engine() {
            return 0;
        }

        @Override
        public @Nullable ServerId serverId() {
            return next < 0 ? null : SERVER;
        }

        @Override
        public Epoch epoch() {
            return next < 0 ? Epoch.NONE : new Epoch(1, 9);
        }

        @Override
        public Epoch highestEpoch() {
            return epoch();
        }

        @Override
        public Member member() {
            return new Member(41, "me");
        }

        @Override
        public long nextPosition() {
            return next;
        }

        @Override
        public int lastChecksum() {
            return 7;
        }

        @Override
        public long appliedPosition() {
            return next - 1;
        }

        @Override
        public long framesCompared() {
            return 0;
        }

        @Override
        public void welcomed(final ServerId server, final int engines, final Epoch primary) {
            if (epoch().beats(primary)) {
                throw new AssertionError("follows " + primary + " under " + epoch());
            }
            isWelcome = true;
            text.append(server).append(engines).append(primary);
        }

        @Override
        public void fork(final Epoch primary, final List<EpochBegin> epochs) {
            if (epoch().beats(primary)) {
                throw new AssertionError("gives way to " + primary + " under " + epoch());
            }
            text.append(primary).append(epochs);
        }

        @Override
        public void begin(
                final DirectBuffer checkpoint, final long firstPosition, final @Nullable DirectBuffer epochRecord) {
            requireWelcome();
            text.append(checkpoint.capacity()).append(' ').append(firstPosition);
            next = Math.max(0, firstPosition);
        }

        @Override
        public void record(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            requireWelcome();
            final byte[] copy = new byte[lengthBytes];
            buffer.getBytes(offset, copy);
            text.append(Arrays.hashCode(copy));
            next += 1;
        }

        @Override
        public void heard(final long appendedPosition, final long safePosition, final int lastMatch) {
            requireWelcome();
        }

        @Override
        public @Nullable Wanted wanted() {
            return new Wanted(1, 2);
        }

        @Override
        public void state(final int match, final int frame, final @Nullable DirectBuffer snapshot) {
            requireWelcome();
            text.append(match).append(frame);
        }
    }

    private static final class Primary implements FuzzTarget {
        private final Voice voice = new Voice("ringside standby");
        private final Shipped engine = new Shipped();
        private final ShipSession session = new ShipSession(
                voice,
                ReplicationBounds.DEFAULT,
                Secret.of("shared"),
                NONCE,
                number -> number == 0 ? engine : null,
                met -> {},
                BEGIN_NS);
        private long nowNs = BEGIN_NS;

        @Override
        public Object take(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
            session.doWork(nowNs += STEP_NS);
            Talk.tell(buffer, offset, lengthBytes, this::hear);
            for (int i = 0; i < TURNS_AFTER; i++) {
                session.doWork(nowNs += STEP_NS);
            }
            final Refused end = session.ended();
            session.end(Reason.SILENT, "over");
            return end(end, voice.sentBytes + " " + engine.overruled + " " + engine.moving);
        }

        private boolean hear(final UnsafeBuffer message, final int offset, final int lengthBytes) {
            voice.say(message, offset, lengthBytes);
            session.doWork(nowNs += STEP_NS);
            return session.ended() == null;
        }
    }

    /** An engine whose journal is one that was recorded once. */
    private static final class Shipped implements ShippedEngine {
        private static final Epoch EPOCH = new Epoch(1, 9);

        private final List<Epoch> overruled = new ArrayList<>();
        private int moving;

        @Override
        public ServerId serverId() {
            return SERVER;
        }

        @Override
        public int engines() {
            return 1;
        }

        @Override
        public Epoch epoch() {
            return EPOCH;
        }

        @Override
        public long appendedPosition() {
            return 50;
        }

        @Override
        public long safePosition() {
            return 50;
        }

        @Override
        public int lastMatch() {
            return 1;
        }

        @Override
        public RecordFollower behind(final long nextPosition, final int lastChecksum) {
            return RecordFollower.behind(RECORDED.resolve("journal"), nextPosition, lastChecksum);
        }

        @Override
        public RecordFollower from(final long position) {
            return RecordFollower.from(RECORDED.resolve("journal"), position);
        }

        @Override
        public List<EpochBegin> epochs() {
            return List.of(new EpochBegin(1, 9, 0, 0));
        }

        @Override
        public @Nullable Membership membership() {
            return null;
        }

        @Override
        public Checkpoint newestCheckpoint() {
            try {
                return Checkpoint.of(
                        "recorded",
                        ByteBuffer.wrap(
                                Files.readAllBytes(RECORDED.resolve("checkpoints/00000000000000000047.checkpoint"))));
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public @Nullable State state(final int match, final int frame) {
            return null;
        }

        @Override
        public void moving() {
            moving++;
        }

        @Override
        public void overruled(final Epoch by, final String said) {
            if (!by.beats(EPOCH)) {
                throw new AssertionError("overruled by " + by);
            }
            overruled.add(by);
        }
    }
}
