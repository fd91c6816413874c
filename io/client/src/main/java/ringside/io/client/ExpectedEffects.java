package ringside.io.client;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.Layout;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.Visibility;

/**
 * Effects of the player's own doing that were shown ahead of the server, by the inputs that they follow from: when the
 * server shows one of them it is told as confirmed, and not once more. Bounded: beyond {@value #MOST} the oldest is taken
 * for denied. Not thread-safe; allocates at construction only.
 */
final class ExpectedEffects {
    /** Effects that wait to be confirmed. */
    static final int MOST = 64;

    /** A view of so many frames after the input was consumed shows nothing of it: it did not happen. */
    private static final int PATIENCE_FRAMES = 30;

    /** Frames of which it is known what they had consumed. */
    private static final int FRAMES = 128;

    private static final int NOT_CONSUMED = -1;

    private final ClientStatistics statistics;
    private final int recordBytes;
    private final UnsafeBuffer records;
    private final @Nullable RecordType[] types = new RecordType[MOST];
    private final int[] seqs = new int[MOST];
    private final int[] consumedFrames = new int[MOST];
    private int next;

    private final int[] frames = new int[FRAMES];
    private final int[] lastInputs = new int[FRAMES];
    private int known;

    ExpectedEffects(final Layout layout, final ClientStatistics statistics) {
        this.statistics = statistics;
        int most = 1;
        for (final RecordType type : layout.effects()) {
            most = Math.max(most, type.lengthBytes());
        }
        recordBytes = most;
        records = new UnsafeBuffer(new byte[MOST * recordBytes]);
    }

    /** A connection begins: what waits goes on waiting. */
    void begin() {
        known = 0;
    }

    /** An effect was shown for an input. */
    void expect(final int inputSeq, final RecordView effect) {
        if (types[next] != null) {
            statistics.effectsDenied++;
        }
        types[next] = effect.type();
        seqs[next] = inputSeq;
        consumedFrames[next] = NOT_CONSUMED;
        records.putBytes(next * recordBytes, effect.buffer(), 0, effect.type().lengthBytes());
        next = (next + 1) % MOST;
    }

    /** A view says what its frame had consumed. */
    void shown(final int frame, final int lastInput) {
        if (known > 0 && frames[(known - 1) % FRAMES] == frame) {
            return;
        }
        frames[known % FRAMES] = frame;
        lastInputs[known % FRAMES] = lastInput;
        known++;
        for (int i = 0; i < MOST; i++) {
            if (types[i] != null && seqs[i] <= lastInput) {
                if (consumedFrames[i] == NOT_CONSUMED) {
                    consumedFrames[i] = frame;
                } else if (frame - consumedFrames[i] > PATIENCE_FRAMES) {
                    types[i] = null;
                    statistics.effectsDenied++;
                }
            }
        }
    }

    /** The input of an expected effect that this one is, which is expected no longer; 0 when it is another. */
    int confirm(final int frame, final RecordType type, final DirectBuffer record, final int offset) {
        int after = 0;
        int upTo = 0;
        // What the frame consumed lies between what the nearest frames before and from it on are known to have.
        for (int i = Math.max(0, known - FRAMES); i < known; i++) {
            if (frames[i % FRAMES] < frame) {
                after = lastInputs[i % FRAMES];
            } else {
                upTo = lastInputs[i % FRAMES];
                break;
            }
        }
        for (int i = 0; i < MOST; i++) {
            final int at = (next + i) % MOST;
            final RecordType expected = types[at];
            if (expected != null
                    && expected.id() == type.id()
                    && seqs[at] > after
                    && seqs[at] <= upTo
                    && isSame(type, record, offset, at * recordBytes)) {
                types[at] = null;
                statistics.effectsConfirmed++;
                return seqs[at];
            }
        }
        return 0;
    }

    /** Whether all that can be known ahead agrees: not references, which are wire ids by now, and nothing that is hidden. */
    private boolean isSame(final RecordType type, final DirectBuffer record, final int offset, final int expectedAt) {
        for (int i = 0, n = type.columns().size(); i < n; i++) {
            final Column field = type.columns().get(i);
            if (field.type() == ColumnType.REF || field.visibility() == Visibility.NOBODY) {
                continue;
            }
            for (int at = field.offset(); at < field.offset() + field.widthBytes(); at++) {
                if (record.getByte(offset + at) != records.getByte(expectedAt + at)) {
                    return false;
                }
            }
        }
        return true;
    }
}
