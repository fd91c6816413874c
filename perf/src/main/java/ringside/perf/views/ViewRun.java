package ringside.perf.views;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.perf.RunFailedException;
import ringside.snapshot.codec.RowHistory;
import ringside.snapshot.codec.SharedRows;
import ringside.snapshot.codec.ViewEncoder;
import ringside.snapshot.codec.ViewLimits;
import ringside.snapshot.codec.WireLayout;

/**
 * One run through a scene: everybody's view of each frame, made as a server makes them, for clients that acknowledge every
 * part a fixed number of frames later. Belongs to one thread.
 */
final class ViewRun {
    /** Frames from the beginning that do not count: clients get to know what there is. */
    static final int WARM_FRAMES = 120;

    private static final int KEPT_FRAMES = 64;

    private final Scene scene;
    private final int ageFrames;
    private final SharedRows rows;
    private final RowHistory history;
    private final ViewEncoder[] encoders;
    private final int[] nextEffect;
    private final byte[][] partsSent;
    private final UnsafeBuffer part = new UnsafeBuffer(new byte[ViewLimits.DEFAULT.maxPartBytes()]);
    private final @Nullable ViewTruth truth;
    private long bytes;
    private long views;
    private long moved;
    private long elapsedNs;
    private long lookedNs;

    /** @param truth decodes and compares every view, outside the measured time; null to leave that out */
    ViewRun(final Scene scene, final WireLayout wire, final int ageFrames, final @Nullable ViewTruth truth) {
        if (ageFrames < 1 || ageFrames >= ViewLimits.DEFAULT_HISTORY_FRAMES) {
            throw new IllegalArgumentException("baselines " + ageFrames + " frames old");
        }
        this.scene = scene;
        this.ageFrames = ageFrames;
        this.truth = truth;
        rows = new SharedRows(wire);
        history = new RowHistory(wire, scene);
        encoders = new ViewEncoder[scene.viewers()];
        Arrays.setAll(encoders, viewer -> new ViewEncoder(wire, scene, ViewLimits.DEFAULT));
        nextEffect = new int[encoders.length];
        scene.show(0);
        Arrays.fill(nextEffect, scene.nextEffect());
        partsSent = new byte[encoders.length][KEPT_FRAMES];
    }

    /** All frames. */
    ViewRun run() {
        for (int frame = 0; frame < scene.frames(); frame++) {
            scene.show(frame);
            final long looked = System.nanoTime();
            scene.look();
            final long begin = System.nanoTime();
            rows.begin(history, frame);
            for (final ViewEncoder encoder : encoders) {
                rows.expect(encoder);
            }
            long bytesOfFrame = 0;
            for (int viewer = 0; viewer < encoders.length; viewer++) {
                acknowledge(viewer, frame - ageFrames);
                bytesOfFrame += view(viewer, frame);
            }
            if (frame >= WARM_FRAMES) {
                elapsedNs += System.nanoTime() - begin;
                lookedNs += begin - looked;
                bytes += bytesOfFrame;
                views += encoders.length;
                moved += scene.moved(frame);
            }
        }
        return this;
    }

    private void acknowledge(final int viewer, final int frame) {
        if (frame >= 0) {
            for (int i = 0; i < partsSent[viewer][frame % KEPT_FRAMES]; i++) {
                encoders[viewer].acknowledge(frame, i);
            }
        }
    }

    private int view(final int viewer, final int frame) {
        final ViewEncoder encoder = encoders[viewer];
        final int offered = scene.offerEffects(viewer, nextEffect[viewer], encoder);
        nextEffect[viewer] = scene.nextEffect();
        encoder.begin(rows, scene.visible(viewer), scene.seat(viewer), scene.team(viewer));
        int total = 0;
        int parts = 0;
        for (int length = encoder.encodePart(part, 0); length > 0; length = encoder.encodePart(part, 0)) {
            total += length;
            parts++;
            if (truth != null) {
                truth.apply(viewer, part, length);
            }
        }
        partsSent[viewer][frame % KEPT_FRAMES] = (byte) parts;
        if (truth != null) {
            truth.check(frame, viewer, offered);
        }
        return total;
    }

    double nsPerView() {
        return elapsedNs / (double) counted(views);
    }

    /** Finding out what the viewers may see, which {@link #nsPerView} is without. */
    double sightNsPerView() {
        return lookedNs / (double) counted(views);
    }

    double bytesPerView() {
        return bytes / (double) counted(views);
    }

    /** NaN where nothing moved. */
    double bitsPerMoved() {
        return moved == 0 ? Double.NaN : bytes * 8.0 / moved / encoders.length;
    }

    private static long counted(final long count) {
        if (count == 0) {
            throw new RunFailedException("nothing was measured: more than " + WARM_FRAMES + " frames are needed");
        }
        return count;
    }
}
