package ringside.io.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.Table;

/** Walks and leaps about as it likes, shows its leaps before the server does, and notes which views corrected it. */
final class DrawingPlayer implements SessionListener {
    final Pushers game = new Pushers();
    /** Each correction by the frame of the view before and that of the view which corrected. */
    final List<int[]> corrections = new ArrayList<>();
    /** Inputs whose leap was shown ahead, and those that the server confirmed. */
    final List<Integer> leapsShown = new ArrayList<>();

    final List<Integer> leapsConfirmed = new ArrayList<>();
    /** Whose leaps were told as news. */
    final List<Integer> leapers = new ArrayList<>();

    boolean isLeaping = true;
    private final SplittableRandom random;
    private long corrected;
    private int lastViewFrame;
    private int moveX;
    private int moveY;

    DrawingPlayer(final long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public boolean inputDue(
            final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
        if (random.nextInt(6) == 0) {
            moveX = random.nextInt(3) - 1;
            moveY = random.nextInt(3) - 1;
        }
        final boolean leaps = random.nextInt(30) == 0 && isLeaping;
        input.set(game.moveX, moveX).set(game.moveY, moveY).set(game.leap, leaps);
        if (leaps) {
            showLeap(session);
        }
        return true;
    }

    private void showLeap(final ClientSession session) {
        final Picture picture = Objects.requireNonNull(session.picture());
        final ClientView view = Objects.requireNonNull(session.view());
        final Table discs = view.layout().table("discs");
        for (int id = picture.first(discs); id >= 0; id = picture.next(discs, id)) {
            if (picture.isPredicted(discs, id) && picture.value(discs, id, discs.column("wait")) == 0) {
                final RecordView leapt =
                        new RecordView(game.leapt).wrap(new UnsafeBuffer(new byte[game.leapt.lengthBytes()]), 0);
                session.expect(session.nextInputSeq(), leapt.set(game.leaper, view.seat()));
                leapsShown.add(session.nextInputSeq());
            }
        }
    }

    @Override
    public void viewed(final ClientSession session, final ClientView view) {
        final long now = session.statistics().corrections();
        if (now != corrected) {
            corrections.add(new int[] {lastViewFrame, view.frame()});
            corrected = now;
        }
        lastViewFrame = view.frame();
    }

    @Override
    public void effect(
            final ClientSession session,
            final int frame,
            final RecordType type,
            final DirectBuffer record,
            final int offset) {
        leapers.add((int) type.column("seat").read(record, offset));
    }

    @Override
    public void effectConfirmed(
            final ClientSession session,
            final int inputSeq,
            final int frame,
            final RecordType type,
            final DirectBuffer record,
            final int offset) {
        leapsConfirmed.add(inputSeq);
    }
}
