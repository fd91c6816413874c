package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.logic.InSyncSet.Member;
import ringside.journal.RecordFollower;
import ringside.journal.RecordFormat;
import ringside.journal.ServerId;
import ringside.layout.State;
import ringside.replay.HostileMessages.Contents;
import ringside.replay.standby.Epoch;
import ringside.replay.standby.Reason;
import ringside.replay.standby.Refused;
import ringside.replay.standby.ReplicationBounds;
import ringside.replay.standby.Secret;
import ringside.replay.standby.ShipSession;
import ringside.replay.standby.ShippedJournal;
import ringside.snapshot.checkpoint.Checkpoint;

/**
 * Peers that say what makes no sense, in messages whose heads are right: strangers, and those who know the secret. Whatever comes ends in
 * a numbered reason, at a bounded cost in memory, and nothing but that is thrown.
 */
class HostilePeersTest {
    private static final String SHARED = "shared";
    private static final int SESSIONS = 150;
    private static final int MOST_SAID = 12;
    private static final int TURNS = 40;
    private static final int NONCE_BYTES = 32;
    /** A real standby begins a journal, which makes files. */
    private static final int STANDBYS = 25;

    private static final long MOST_ALLOCATED_BYTES = 4 << 20;
    private static final long MOST_OF_A_STANDBY_BYTES = 64 << 20;
    private static final long BEGIN_NS = 7_000_000_000L;
    private static final long STEP_NS = 1_000_000;

    private final Events events = new Events(new Skirmish("open", 1));
    private final List<Epoch> overruled = new ArrayList<>();
    private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private SplittableRandom random = new SplittableRandom(1);
    private Server primary;
    private ShippedJournal shipped;

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() {
        random = Seed.random("HostilePeersTest");
        primary = Server.open(folder.resolve("primary"), events.type);
        primary.feed(events.create(1, 1, 0)).feed(events.join(1, 1, "p1"));
        primary.frames(events, 10);
        primary.checkpoint();
        primary.frames(events, 30);
        shipped = new ShippedJournal(
                primary.recording, primary.writer, () -> primary.writer.appendedPosition(), null, new Told());
    }

    @AfterEach
    void closeAll() {
        primary.close();
    }

    private final class Told implements ShippedJournal.Server {
        @Override
        public ServerId serverId() {
            return primary.serverId();
        }

        @Override
        public int engines() {
            return 1;
        }

        @Override
        public int lastMatch() {
            return 1;
        }

        @Override
        public void wantCheckpoint(final int engine) {
            throw new AssertionError("there is one");
        }

        @Override
        public @Nullable State state(final int match, final int frame) {
            return null;
        }

        @Override
        public void overruled(final int engine, final Epoch by, final String said) {
            overruled.add(by);
        }
    }

    private byte[] bytes(final int count) {
        final byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private long number() {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> random.nextInt(4);
            case 3 -> Long.MAX_VALUE - random.nextInt(3);
            case 4 -> Long.MIN_VALUE;
            case 5 -> primary.writer.appendedPosition() + random.nextInt(-2, 3);
            case 6 -> Integer.MAX_VALUE - random.nextInt(10);
            default -> random.nextLong();
        };
    }

    /** As if of some type, of any length. */
    private byte[] nonsense() {
        final Contents contents = new Contents();
        for (int i = random.nextInt(8); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> contents.put(bytes(random.nextInt(100)));
                case 1 -> contents.put32((int) number());
                case 2 -> contents.put16(random.nextInt(70_000));
                default -> contents.put64(number());
            }
        }
        return contents.bytes();
    }

    /** So that one message is out of order now and then, of another version, or no message at all. */
    private byte[] message(final int type, final int at, final byte[] contents) {
        return switch (random.nextInt(24)) {
            case 0 -> HostileMessages.sealed(type, at + random.nextInt(-1, 2), contents);
            case 1 -> HostileMessages.sealed(type, random.nextInt(4), at, contents);
            case 2 -> bytes(random.nextInt(200));
            default -> HostileMessages.sealed(type, at, contents);
        };
    }

    // ---- a primary that hears nonsense

    private ShipSession accepted(final Scripted wire) {
        return new ShipSession(
                wire,
                ReplicationBounds.DEFAULT,
                Secret.of(SHARED),
                bytes(NONCE_BYTES),
                number -> number == 0 ? shipped : null,
                session -> {},
                BEGIN_NS);
    }

    private long allocated() {
        return threads.getCurrentThreadAllocatedBytes();
    }

    private void run(final ShipSession session) {
        long nowNs = BEGIN_NS;
        for (int i = 0; i < TURNS; i++) {
            final long before = allocated();
            session.doWork(nowNs += STEP_NS);
            final long cost = allocated() - before;
            assertTrue(cost < MOST_ALLOCATED_BYTES, () -> cost + " bytes of memory for a turn");
        }
        final Refused end = session.ended();
        if (end != null) {
            reasons.add(end.reason());
        }
    }

    /** A hello whose fields are right but for some, with the proof of whoever knows that secret. */
    private byte[] hello(final byte[] challenge, final String secret, final int wrongOnceIn) {
        final byte[] contents = new Contents()
                .put8(wrong(wrongOnceIn) ? random.nextInt(256) : recordVersion())
                .put64(wrong(wrongOnceIn) ? number() : primary.serverId().high())
                .put64(wrong(wrongOnceIn) ? number() : primary.serverId().low())
                .put32(wrong(wrongOnceIn) ? (int) number() : 0)
                .put32(wrong(wrongOnceIn) ? (int) number() : 0)
                .put64(wrong(wrongOnceIn) ? number() : 0)
                .put64(wrong(wrongOnceIn) ? number() : -1)
                .put32(wrong(wrongOnceIn) ? (int) number() : 0)
                .put64(number())
                .put64(number())
                .put16(wrong(wrongOnceIn) ? random.nextInt(70_000) : 3)
                .put(wrong(wrongOnceIn) ? bytes(random.nextInt(60)) : new byte[] {'a', 'b', 'c'})
                .put(bytes(NONCE_BYTES))
                .bytes();
        return new Contents()
                .put(contents)
                .put(HostileMessages.proof(secret, "ringside standby", challenge, contents))
                .bytes();
    }

    private boolean wrong(final int onceIn) {
        return random.nextInt(onceIn) == 0;
    }

    private static int recordVersion() {
        return RecordFormat.VERSION;
    }

    @Test
    void whatever_a_stranger_says_a_primary_believes_nothing_of_it() {
        for (int i = 0; i < SESSIONS; i++) {
            final Scripted wire = new Scripted(true);
            final ShipSession session = accepted(wire);
            session.doWork(BEGIN_NS);
            final byte[] challenge = HostileMessages.contents(wire.sent.get(0));
            for (int said = 0; said < MOST_SAID; said++) {
                wire.say(
                        random.nextInt(3) == 0
                                ? message(HostileMessages.HELLO, said, hello(challenge, "guessed", 20))
                                : message(random.nextInt(HostileMessages.TYPES + 1), said, nonsense()));
            }
            run(session);
            assertNotNull(session.ended());
            assertEquals(ShipSession.Stage.ENDED, session.stage());
            // A challenge, and a reason unless the stranger said one first.
            assertTrue(wire.sent.size() <= 2, () -> wire.sent.size() + " messages");
        }
        assertEquals(List.of(), overruled);
        assertTrue(reasons.containsAll(Set.of(Reason.SECRET, Reason.MALFORMED, Reason.DAMAGED)), reasons::toString);
    }

    @Test
    void whoever_knows_the_secret_and_talks_nonsense_is_sent_away_with_a_reason() {
        int welcomed = 0;
        for (int i = 0; i < SESSIONS; i++) {
            final Scripted wire = new Scripted(random.nextInt(5) > 0);
            final ShipSession session = accepted(wire);
            session.doWork(BEGIN_NS);
            final byte[] challenge = HostileMessages.contents(wire.sent.get(0));
            wire.say(HostileMessages.sealed(HostileMessages.HELLO, 0, hello(challenge, SHARED, 12)));
            final int first = random.nextInt(3);
            for (int said = 1; said < MOST_SAID; said++) {
                final byte[] ack = new Contents()
                        .put64(number())
                        .put64(number())
                        .put64(number())
                        .put64(number())
                        .bytes();
                final byte[] wanted = new Contents()
                        .put32((int) number())
                        .put32((int) number())
                        .bytes();
                wire.say(
                        switch (said < first ? 0 : random.nextInt(5)) {
                            case 0 -> message(HostileMessages.STATE_WANTED, said, wanted);
                            case 1, 2 -> message(HostileMessages.ACK, said, ack);
                            default -> message(random.nextInt(HostileMessages.TYPES + 1), said, nonsense());
                        });
            }
            run(session);
            welcomed += session.engineNumber() == 0 ? 1 : 0;
        }
        assertTrue(welcomed > SESSIONS / 10, "only " + welcomed);
        assertTrue(
                reasons.containsAll(Set.of(Reason.MALFORMED, Reason.OTHER_SERVER, Reason.NO_SUCH_ENGINE)),
                reasons::toString);
        final Epoch ours = new Epoch(primary.writer.epoch(), primary.writer.writerId());
        assertTrue(overruled.stream().allMatch(by -> by.beats(ours)), overruled::toString);
    }

    // ---- a standby that hears nonsense

    /** What a primary has: its checkpoint, the first record of its epoch, and records. */
    private record Stock(UnsafeBuffer kept, long firstPosition, UnsafeBuffer keptRecord, List<byte[]> records) {
        byte[] checkpoint() {
            return kept.byteArray();
        }

        byte[] epochRecord() {
            return keptRecord.byteArray();
        }
    }

    private Stock stock() {
        final Checkpoint newest = shipped.newestCheckpoint();
        assertNotNull(newest);
        final byte[] checkpoint = new byte[newest.lengthBytes()];
        newest.bytes().getBytes(0, checkpoint);
        final List<byte[]> records = new ArrayList<>();
        try (RecordFollower follower = shipped.from(newest.position())) {
            final DirectBuffer kept = follower.epochRecord();
            final byte[] epochRecord = new byte[kept == null ? 0 : kept.capacity()];
            if (kept != null) {
                kept.getBytes(0, epochRecord);
            }
            final long firstPosition = follower.nextPosition();
            while (follower.next((buffer, offset, length) -> {
                final byte[] record = new byte[length];
                buffer.getBytes(offset, record);
                records.add(record);
            })) {
                // Gathers.
            }
            return new Stock(new UnsafeBuffer(checkpoint), firstPosition, new UnsafeBuffer(epochRecord), records);
        }
    }

    private StandbyServer standby(final String name, final Scripted wire) {
        return new StandbyServer(
                folder.resolve(name),
                random,
                Secret.of(SHARED),
                ReplicationBounds.DEFAULT,
                List.of(() -> wire),
                new Member(41, name),
                events.type);
    }

    private void run(final StandbyServer standby) {
        long nowNs = BEGIN_NS;
        for (int i = 0; i < TURNS && standby.ends.isEmpty(); i++) {
            final long before = allocated();
            standby.follower.doWork(nowNs += STEP_NS);
            final long cost = allocated() - before;
            assertTrue(cost < MOST_OF_A_STANDBY_BYTES, () -> cost + " bytes of memory for a turn");
        }
        standby.ends.forEach(each -> reasons.add(each.reason()));
    }

    @Test
    void a_standby_believes_no_primary_that_has_not_proven_the_secret() {
        for (int i = 0; i < SESSIONS; i++) {
            final Scripted wire = new Scripted(true);
            final StandbyServer standby = standby("standby", wire);
            wire.say(message(HostileMessages.CHALLENGE, 0, bytes(random.nextInt(8) == 0 ? 31 : NONCE_BYTES)));
            for (int said = 1; said < MOST_SAID; said++) {
                wire.say(message(random.nextInt(HostileMessages.TYPES + 1), said, nonsense()));
            }
            run(standby);
            assertFalse(standby.ends.isEmpty());
            assertEquals(Epoch.NONE, standby.engine.highestEpoch());
            standby.close();
        }
        assertFalse(folder.resolve("standby").toFile().exists(), "not even a directory was made");
        assertTrue(reasons.containsAll(Set.of(Reason.MALFORMED, Reason.DAMAGED)), reasons::toString);
    }

    @Test
    void a_proven_primary_that_talks_nonsense_leaves_a_standby_that_can_still_follow_a_sound_one() {
        final Stock stock = stock();
        int followed = 0;
        for (int i = 0; i < STANDBYS; i++) {
            final Scripted wire = new Scripted(true);
            final StandbyServer standby = standby("standby-" + i, wire);
            final byte[] challenge = bytes(NONCE_BYTES);
            wire.say(HostileMessages.sealed(HostileMessages.CHALLENGE, 0, challenge));
            standby.follower.doWork(BEGIN_NS);
            final byte[] hello = HostileMessages.contents(wire.sent.get(0));
            final byte[] theirNonce =
                    Arrays.copyOfRange(hello, hello.length - 2 * NONCE_BYTES, hello.length - NONCE_BYTES);
            final byte[] welcome = welcome(stock);
            wire.say(HostileMessages.sealed(
                    HostileMessages.WELCOME,
                    1,
                    new Contents()
                            .put(welcome)
                            .put(HostileMessages.proof(SHARED, "ringside primary", theirNonce, challenge, welcome))
                            .bytes()));
            sayTheRest(wire, stock);
            run(standby);
            followed += standby.engine.nextPosition() > 0 ? 1 : 0;
            standby.close();
        }
        assertTrue(followed > 0, "none ever began");
        assertTrue(reasons.size() > 1, reasons::toString);
    }

    private byte[] welcome(final Stock stock) {
        final int onceIn = 16;
        return new Contents()
                .put64(primary.serverId().high())
                .put64(primary.serverId().low())
                .put32(wrong(onceIn) ? (int) number() : primary.writer.epoch())
                .put64(wrong(onceIn) ? number() : primary.writer.writerId())
                .put32(wrong(onceIn) ? random.nextInt(-2, 3) : 1)
                .put64(wrong(onceIn) ? number() : primary.writer.appendedPosition())
                .put64(wrong(onceIn) ? number() : stock.checkpoint().length)
                .put64(wrong(onceIn) ? number() : stock.firstPosition())
                .put32(wrong(onceIn) ? (int) number() : stock.epochRecord().length)
                .bytes();
    }

    private void sayTheRest(final Scripted wire, final Stock stock) {
        int said = 2;
        wire.say(message(
                HostileMessages.CHECKPOINT,
                said++,
                new Contents().put32(0).put(damaged(stock.checkpoint(), 10)).bytes()));
        if (stock.epochRecord().length > 0) {
            wire.say(message(HostileMessages.EPOCH_RECORD, said++, damaged(stock.epochRecord(), 6)));
        }
        for (final byte[] record : stock.records()) {
            if (random.nextInt(12) == 0) {
                wire.say(message(random.nextInt(HostileMessages.TYPES + 1), said++, nonsense()));
            }
            wire.say(message(HostileMessages.RECORDS, said++, damaged(record, 30)));
        }
    }

    private byte[] damaged(final byte[] sound, final int onceIn) {
        final byte[] copy = sound.clone();
        if (!wrong(onceIn) || copy.length == 0) {
            return copy;
        }
        final int at = random.nextInt(copy.length);
        switch (random.nextInt(4)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                return Arrays.copyOf(copy, at);
            }
            case 2 -> new UnsafeBuffer(copy).putLong(Math.max(0, Math.min(at, copy.length - 8)), number());
            default -> {
                return new Contents().put(copy).put(bytes(random.nextInt(64))).bytes();
            }
        }
        return copy;
    }
}
