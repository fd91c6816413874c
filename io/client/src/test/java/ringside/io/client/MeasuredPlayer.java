package ringside.io.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.RefusalReason;
import ringside.layout.RecordView;

/** Gives an input whenever one is due, presses a button now and then, and remembers when. */
final class MeasuredPlayer implements SessionListener {
    /** When each input was due, by its number. */
    final Map<Integer, Long> dueNs = new HashMap<>();

    /** The numbers of the inputs in which the button was pressed. */
    final List<Integer> presses = new ArrayList<>();

    final List<Integer> refused = new ArrayList<>();
    final List<RefusalReason> reasons = new ArrayList<>();

    /** From due to the first view that shows it, by its number. */
    final Map<Integer, Long> inputToViewNs = new HashMap<>();

    /** Every so many inputs the button is pressed; 0 for never. */
    int pressesEvery;

    double fastest;

    private final ScriptedGame game;

    MeasuredPlayer(final ScriptedGame game) {
        this.game = game;
    }

    @Override
    public boolean inputDue(
            final ClientSession session, final int targetFrame, final long due, final RecordView input) {
        final Play play = session.play();
        final int seq = play == null ? 0 : play.pending().nextSeq();
        fastest = Math.max(fastest, play == null ? 0 : Math.abs(play.clock().speed()));
        dueNs.put(seq, due);
        input.set(game.steer, seq % 100);
        if (pressesEvery > 0 && seq % pressesEvery == 0) {
            input.set(game.press, true);
            presses.add(seq);
        }
        return true;
    }

    @Override
    public void inputConsumed(final ClientSession session, final ConsumedInput input) {
        inputToViewNs.put(input.inputSeq(), input.inputToViewNs());
    }

    @Override
    public void inputRefused(final ClientSession session, final int inputSeq, final @Nullable RefusalReason reason) {
        refused.add(inputSeq);
        if (reason != null) {
            reasons.add(reason);
        }
    }
}
