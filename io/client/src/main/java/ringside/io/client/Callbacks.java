package ringside.io.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.RefusalReason;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.State;
import ringside.snapshot.codec.EffectListener;

/** Passes everything on to the listener, then to what was hung in besides, and completes a future at the end. */
final class Callbacks implements SessionListener {
    private final SessionListener next;
    private final CompletableFuture<SessionEnd> ended;

    private Consumer<ClientView> views = view -> {};
    private EffectListener effects = (frame, type, record, offset) -> {};

    Callbacks(final SessionListener next, final CompletableFuture<SessionEnd> ended) {
        this.next = next;
        this.ended = ended;
    }

    void onView(final Consumer<ClientView> also) {
        views = views.andThen(also);
    }

    void onEffect(final EffectListener also) {
        final EffectListener first = effects;
        effects = (frame, type, record, offset) -> {
            first.onEffect(frame, type, record, offset);
            also.onEffect(frame, type, record, offset);
        };
    }

    @Override
    public void joined(final ClientSession session) {
        next.joined(session);
    }

    @Override
    public void tookOver(final ClientSession session, final Takeover takeover) {
        next.tookOver(session, takeover);
    }

    @Override
    public void viewed(final ClientSession session, final ClientView view) {
        next.viewed(session, view);
        views.accept(view);
    }

    @Override
    public void effect(
            final ClientSession session,
            final int frame,
            final RecordType type,
            final DirectBuffer record,
            final int offset) {
        next.effect(session, frame, type, record, offset);
        effects.onEffect(frame, type, record, offset);
    }

    @Override
    public void effectConfirmed(
            final ClientSession session,
            final int inputSeq,
            final int frame,
            final RecordType type,
            final DirectBuffer record,
            final int offset) {
        next.effectConfirmed(session, inputSeq, frame, type, record, offset);
    }

    @Override
    public void frameComputed(final ClientSession session, final State state, final int frame) {
        next.frameComputed(session, state, frame);
    }

    @Override
    public void desynced(final ClientSession session, final Desync desync) {
        next.desynced(session, desync);
    }

    @Override
    public boolean inputDue(
            final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
        return next.inputDue(session, targetFrame, dueNs, input);
    }

    @Override
    public void inputConsumed(final ClientSession session, final ConsumedInput input) {
        next.inputConsumed(session, input);
    }

    @Override
    public void inputRefused(final ClientSession session, final int inputSeq, final @Nullable RefusalReason reason) {
        next.inputRefused(session, inputSeq, reason);
    }

    @Override
    public void commandAnswered(
            final ClientSession session,
            final int sequence,
            final CommandAnswer answer,
            final @Nullable RefusalReason reason) {
        next.commandAnswered(session, sequence, answer, reason);
    }

    @Override
    public void bookmarked(final ClientSession session, final int number, final int frame) {
        next.bookmarked(session, number, frame);
    }

    @Override
    public void bookmarkRefused(final ClientSession session, final int number, final @Nullable RefusalReason reason) {
        next.bookmarkRefused(session, number, reason);
    }

    @Override
    public void interrupted(final ClientSession session, final String cause) {
        next.interrupted(session, cause);
    }

    @Override
    public void ended(final ClientSession session, final SessionEnd end) {
        next.ended(session, end);
        ended.complete(end);
    }
}
