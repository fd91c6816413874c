package ringside.snapshot.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** Carries messages one way, late, in any order, some twice and some not at all. */
final class LossyLink {
    private record Message(int due, UnsafeBuffer bytes) {}

    private final SplittableRandom random;
    private final List<Message> underway = new ArrayList<>();
    private int lossPercent;
    private int now;

    LossyLink(final SplittableRandom random, final int lossPercent) {
        this.random = random;
        this.lossPercent = lossPercent;
    }

    void lossPercent(final int percent) {
        lossPercent = percent;
    }

    /** Drops what is underway. */
    void clear() {
        underway.clear();
    }

    void send(final byte[] from, final int length) {
        final UnsafeBuffer bytes = new UnsafeBuffer(Arrays.copyOf(from, length));
        if (random.nextInt(100) >= lossPercent) {
            underway.add(new Message(now + delay(), bytes));
        }
        if (random.nextInt(100) < lossPercent / 3) {
            underway.add(new Message(now + delay(), bytes));
        }
    }

    private int delay() {
        return random.nextInt(10) == 0 ? random.nextInt(40) : 2 + random.nextInt(4);
    }

    void deliver(final Consumer<UnsafeBuffer> to) {
        now++;
        for (int i = 0; i < underway.size(); i++) {
            if (underway.get(i).due <= now) {
                to.accept(underway.remove(i--).bytes);
            }
        }
    }
}
