package ringside.testkit;

import java.util.List;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Compares what logic says with what it said the first time, and keeps the state of the first frame that differs. */
final class ComparingLog extends RunLog {
    private final RunLog expected;
    private final Supplier<DirectBuffer> block;
    private int compared;
    private @Nullable Hash different;
    private @Nullable UnsafeBuffer differentBlock;

    /**
     * A log of a whole run.
     *
     * @param block of the match, for the moment when it first differs
     */
    ComparingLog(final RunLog expected, final Supplier<DirectBuffer> block) {
        this.expected = expected;
        this.block = block;
    }

    @Override
    void onFrame(final Hash hash) {
        final List<Hash> all = expected.hashes();
        if (different == null && (compared >= all.size() || !all.get(compared).equals(hash))) {
            different = hash;
            final byte[] copy = new byte[block.get().capacity()];
            block.get().getBytes(0, copy);
            differentBlock = new UnsafeBuffer(copy);
        }
        compared++;
    }

    /** True once a frame came out differently. */
    boolean hasDiverged() {
        return different != null;
    }

    /** The first frame that came out differently, or null. */
    @Nullable
    Hash different() {
        return different;
    }

    /** The match after that frame, or null. */
    @Nullable
    UnsafeBuffer differentBlock() {
        return differentBlock;
    }

    /** What differs besides frames: one line, or null when nothing does. Asked at the end of the run. */
    @Nullable
    String otherDifference() {
        final Failure was = expected.failure();
        final Failure is = failure();
        if (is != null && was == null) {
            return "the game threw, which it did not the first time: " + is;
        }
        if (compared != expected.hashes().size()) {
            return "it ran for " + compared + " frames, the first time for "
                    + expected.hashes().size();
        }
        if (was != null && (is == null || !was.toString().equals(is.toString()))) {
            return "the game threw the first time: " + was + "; this time: " + (is == null ? "not" : is);
        }
        final List<Answer> before = expected.answers();
        final List<Answer> now = answers();
        for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
            final Object first = i < before.size() ? before.get(i) : "none";
            final Object second = i < now.size() ? now.get(i) : "none";
            if (!first.equals(second)) {
                return "answer " + (i + 1) + " is " + second + ", was " + first;
            }
        }
        return null;
    }
}
