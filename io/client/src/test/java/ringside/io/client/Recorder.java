package ringside.io.client;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.RefusalReason;
import ringside.layout.RecordType;
import ringside.layout.RecordView;

/** Remembers everything that a session says, and sends an input whenever one is due. */
final class Recorder implements SessionListener {
    final List<Integer> effects = new ArrayList<>();
    final List<Integer> consumed = new ArrayList<>();
    final List<Integer> viewFrames = new ArrayList<>();
    final List<String> answers = new ArrayList<>();
    final List<String> interruptions = new ArrayList<>();
    final List<Takeover> takeovers = new ArrayList<>();
    int joins;
    int refused;
    boolean playing = true;

    @Nullable
    SessionEnd end;

    private final ScriptedGame game;

    Recorder(final ScriptedGame game) {
        this.game = game;
    }

    @Override
    public void joined(final ClientSession session) {
        joins++;
    }

    @Override
    public void tookOver(final ClientSession session, final Takeover takeover) {
        takeovers.add(takeover);
    }

    @Override
    public void viewed(final ClientSession session, final ClientView view) {
        viewFrames.add(view.frame());
    }

    @Override
    public void effect(
            final ClientSession session,
            final int frame,
            final RecordType type,
            final DirectBuffer record,
            final int offset) {
        effects.add((int) type.column(game.echoSeq.name()).read(record, offset));
    }

    @Override
    public boolean inputDue(
            final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
        return playing;
    }

    @Override
    public void inputConsumed(final ClientSession session, final ConsumedInput input) {
        consumed.add(input.inputSeq());
    }

    @Override
    public void inputRefused(final ClientSession session, final int inputSeq, final @Nullable RefusalReason reason) {
        refused++;
    }

    @Override
    public void commandAnswered(
            final ClientSession session,
            final int sequence,
            final CommandAnswer answer,
            final @Nullable RefusalReason reason) {
        answers.add(sequence + " " + answer + (reason == null ? "" : " " + reason));
    }

    @Override
    public void interrupted(final ClientSession session, final String cause) {
        interruptions.add(cause);
    }

    @Override
    public void ended(final ClientSession session, final SessionEnd how) {
        end = how;
    }
}
