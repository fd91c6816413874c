package ringside.engine.support;

import java.util.ArrayList;
import java.util.List;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.MatchSlot;
import ringside.engine.output.AnswerKind;

/** Keeps everything that logic says. */
public final class RecordingOutput implements LogicOutput {
    public record Answer(
            AnswerKind kind, long position, long connection, int match, int player, int sequence, int detail) {}

    public record Hash(int match, int frame, long hash, long position) {}

    public record Failure(int match, int frame, long position, String cause) {}

    public record Done(int tick, long position, long dueNs) {}

    public final List<Answer> answers = new ArrayList<>();
    public final List<Hash> hashes = new ArrayList<>();
    public final List<Failure> failures = new ArrayList<>();
    public final List<Done> frames = new ArrayList<>();
    public final List<MatchSlot> created = new ArrayList<>();
    public final List<MatchSlot> ended = new ArrayList<>();
    public final List<MatchSlot> disposed = new ArrayList<>();

    @Override
    public void answer(
            final AnswerKind kind,
            final long position,
            final long connection,
            final int match,
            final int player,
            final int sequence,
            final int detail) {
        answers.add(new Answer(kind, position, connection, match, player, sequence, detail));
    }

    @Override
    public void hashed(final int match, final int frame, final long hash, final long position) {
        hashes.add(new Hash(match, frame, hash, position));
    }

    @Override
    public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
        failures.add(new Failure(match, frame, position, cause.toString()));
    }

    @Override
    public void frameDone(final int tick, final long position, final long dueNs) {
        frames.add(new Done(tick, position, dueNs));
    }

    @Override
    public void created(final MatchSlot match) {
        created.add(match);
    }

    @Override
    public void ended(final MatchSlot match, final long position) {
        ended.add(match);
    }

    @Override
    public void disposed(final MatchSlot match) {
        disposed.add(match);
    }

    /** The newest answer, taken out of the list. */
    public Answer takeAnswer() {
        return answers.remove(answers.size() - 1);
    }

    /** The hash of a match after a frame. */
    public long hashOf(final int match, final int frame) {
        for (final Hash hash : hashes) {
            if (hash.match() == match && hash.frame() == frame) {
                return hash.hash();
            }
        }
        throw new AssertionError("no hash of match " + match + " at frame " + frame);
    }
}
