package ringside.snapshot.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.Column;
import ringside.layout.EffectClass;
import ringside.layout.Layout;
import ringside.layout.RecordType;

/** One server, one client and a bad network between them, checked at every part. */
final class Session {
    final RandomWorld world;
    final ViewEncoder encoder;
    final ViewDecoder decoder;
    /** Every part as it reached the client. */
    final List<UnsafeBuffer> arrived = new ArrayList<>();

    private final SplittableRandom random;
    private final SnapshotRing history;
    private final ServerTruth truth = new ServerTruth();
    private final LossyLink down;
    private final LossyLink up;
    private final byte[] part;
    private final ViewLimits limits;
    private final List<byte[]> sureOffered = new ArrayList<>();
    private int sureDelivered;
    private int momentaryOffered;
    private int momentaryDelivered;
    private long seq;
    private int framesPerEffects = 3;
    private int frame;

    Session(final Layout layout, final ViewLimits limits, final SplittableRandom random, final int lossPercent) {
        this.random = random;
        this.limits = limits;
        world = new RandomWorld(layout, random.split());
        history = new SnapshotRing(layout, limits.historyFrames());
        encoder = new ViewEncoder(new WireLayout(layout), history, limits);
        decoder = new ViewDecoder(new WireLayout(layout), limits.historyFrames(), this::take);
        down = new LossyLink(random.split(), lossPercent);
        up = new LossyLink(random.split(), lossPercent);
        part = new byte[limits.maxPartBytes()];
    }

    /** So many frames lie on average between those in which there are effects; 3 unless said. */
    void effectsEvery(final int frames) {
        framesPerEffects = frames;
    }

    /** One frame of the match, with effects, a view most of the time, and whatever arrives. */
    void frame() {
        world.step();
        if (random.nextInt(framesPerEffects) == 0) {
            offerEffects();
        }
        history.put(frame, world.state.block());
        if (random.nextInt(10) != 0) {
            view();
        }
        arrive();
        if (random.nextInt(300) == 0) {
            encoder.reset();
        }
        frame++;
    }

    /** Frames in which nothing changes and nothing is lost, until views are empty; then the client knows all. */
    void settle() {
        down.lossPercent(0);
        up.lossPercent(0);
        int quiet = 0;
        for (int i = 0; quiet < 60; i++) {
            assertTrue(i < 3_000, "views of a match that stands still never get empty");
            history.put(frame, world.state.block());
            quiet = view() == PartHeader.LENGTH_BYTES + 1 ? quiet + 1 : 0;
            arrive();
            frame++;
        }
        for (int i = 0; i < encoder.wire().tables.length; i++) {
            final WireTable table = encoder.wire().tables[i];
            final ViewTable shown = decoder.table(table.table);
            final ShownRows rows = encoder.rows();
            int rowsInSight = 0;
            for (int row = 0; row < table.capacity; row++) {
                rowsInSight +=
                        table.handleAt(world.state.block(), row) != 0 && world.visible.containsAt(table.table, row)
                                ? 1
                                : 0;
            }
            int count = 0;
            for (int id = 0; id < table.capacity; id++) {
                assertEquals(rows.isShown(table, id), shown.isShown(id), () -> table.table + " after all has arrived");
                count += shown.isShown(id) ? 1 : 0;
                if (shown.isShown(id)) {
                    truth.checkNow(shown, id, rows.handle(table, id), world, encoder);
                }
            }
            assertEquals(rowsInSight, count);
        }
        assertEquals(sureOffered.size(), sureDelivered, "sure effects");
        assertTrue(momentaryDelivered <= momentaryOffered);
    }

    private int view() {
        encoder.begin(frame, world.visible, world.seat, world.team);
        truth.remember(frame, world, encoder);
        encoder.answer(frame * 3, frame % 7, 160);
        final UnsafeBuffer out = new UnsafeBuffer(part);
        int total = 0;
        int parts = 0;
        for (int length = encoder.encodePart(out, 0); length > 0; length = encoder.encodePart(out, 0)) {
            assertTrue(length <= limits.maxPartBytes());
            total += length;
            parts++;
            down.send(part, length);
        }
        assertTrue(parts >= 1 && parts <= limits.maxPartsPerView());
        return total;
    }

    private void arrive() {
        down.deliver(bytes -> {
            arrived.add(bytes);
            final int before = decoder.frame();
            final ViewDecoder.Outcome outcome = decoder.apply(bytes, 0, bytes.capacity());
            assertEquals(PartHeader.frame(bytes, 0) < before, outcome == ViewDecoder.Outcome.OUTDATED);
            truth.check(decoder, encoder);
            if (outcome.isToBeAcknowledged()) {
                final UnsafeBuffer ack = new UnsafeBuffer(new byte[8]);
                ack.putInt(0, PartHeader.frame(bytes, 0));
                ack.putInt(4, PartHeader.part(bytes, 0));
                up.send(ack.byteArray(), 8);
            }
        });
        up.deliver(ack -> encoder.acknowledge(ack.getInt(0), ack.getInt(4)));
        if (random.nextInt(20) == 0) {
            // Forged ones, of frames that were never sent.
            encoder.acknowledge(frame + 1 + random.nextInt(100), random.nextInt(4));
            encoder.acknowledge(-1 - random.nextInt(100), random.nextInt(4));
        }
    }

    // ---- effects

    private void offerEffects() {
        final List<RecordType> types = world.layout.effects();
        for (int i = 0; !types.isEmpty() && i < 1 + random.nextInt(3); i++) {
            final RecordType type = types.get(random.nextInt(types.size()));
            final byte[] record = new byte[type.lengthBytes()];
            world.randomise(type, new UnsafeBuffer(record));
            seq += 1 + random.nextInt(3);
            assertTrue(encoder.offer(seq, frame, type, new UnsafeBuffer(record), 0), "no overflow");
            // Offering again what was offered is harmless.
            assertTrue(encoder.offer(seq, frame, type, new UnsafeBuffer(record), 0));
            if (type.effectClass() == EffectClass.SURE) {
                final byte[] entry = ByteBuffer.allocate(8 + record.length)
                        .putInt(frame)
                        .putInt(type.id())
                        .put(record)
                        .array();
                sureOffered.add(entry);
            } else {
                momentaryOffered++;
            }
        }
    }

    private void take(final int effectFrame, final RecordType type, final DirectBuffer record, final int offset) {
        if (type.effectClass() == EffectClass.MOMENTARY) {
            momentaryDelivered++;
            return;
        }
        final ByteBuffer expected = ByteBuffer.wrap(sureOffered.get(sureDelivered++));
        assertEquals(expected.getInt(), effectFrame);
        assertEquals(expected.getInt(), type.id());
        final UnsafeBuffer fields = new UnsafeBuffer(expected.array(), 8, type.lengthBytes());
        for (final WireColumn field : encoder.wire().effects[type.id()].fields) {
            final Column column = field.column;
            if (field.kind == WireColumn.Kind.NUMBER) {
                assertEquals(field.wire(fields, 0), field.wire(record, offset), () -> column + " of a sure effect");
            } else if (field.kind == WireColumn.Kind.BYTES) {
                for (int i = 0; i < field.widthBytes; i++) {
                    assertEquals(fields.getByte(field.offset + i), record.getByte(offset + field.offset + i));
                }
            }
        }
        assertFalse(sureDelivered > sureOffered.size());
    }
}
