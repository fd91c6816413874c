package ringside.io.session;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.LockstepReplica;
import ringside.engine.logic.Turns;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DesyncedMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.PartAssembly;
import ringside.io.protocol.PartMessage;
import ringside.io.protocol.ProtocolException;
import ringside.io.protocol.RefusalReason;
import ringside.layout.StateDifference;

/**
 * What one client of a lockstep match reports when it computed something else: its image of the first frame that differs,
 * in parts. The server's own image of that frame is kept from the first part on, and the first difference between the two
 * is named, by table, row and column. One report at a time, and one in {@link #INTERVAL_NS} a seat; what is no image is
 * refused. Belongs to one event loop; allocates two images while a report lasts.
 */
final class DesyncReports {
    /** Between two reports of a seat. */
    static final long INTERVAL_NS = 10_000_000_000L;

    private static final int NO_FRAME = -1;

    private final HostedMatch match;
    private final TurnSender sender;
    private final int hz;
    private final PartAssembly assembly;
    private final int parts;
    private @Nullable MatchImage own;
    private int answeredFrame = NO_FRAME;
    private byte[] answer = new byte[0];

    DesyncReports(final HostedMatch match, final TurnSender sender, final int hz) {
        this.match = match;
        this.sender = sender;
        this.hz = hz;
        final int imageBytes = Turns.imageBytes(match.game().type());
        assembly = new PartAssembly(MessageType.DESYNC, imageBytes);
        parts = PartMessage.partsOf(imageBytes);
    }

    /** Takes one part; throws {@link ProtocolException} for what no client has reason to send. */
    void take(
            final DirectBuffer message,
            final int offset,
            final int lengthBytes,
            final LockstepViewers viewers,
            final Connection connection,
            final long nowNs) {
        PartMessage.requireForm(MessageType.DESYNC, message, offset, lengthBytes);
        final int frame = PartMessage.of(message, offset);
        if (frame < 0 || frame > sender.newestSentFrame()) {
            throw new ProtocolException(DisconnectReason.VALUE_OUT_OF_RANGE, "DESYNC frame");
        }
        if (PartMessage.parts(message, offset) != parts) {
            throw new ProtocolException(DisconnectReason.BAD_MESSAGE, MessageType.DESYNC.name());
        }
        if (frame == answeredFrame) {
            if (PartMessage.part(message, offset) == 0) {
                connection.sendAnswer(answer);
            }
            return;
        }
        if (!assembly.isOf(frame) && !begin(frame, viewers, connection, nowNs)) {
            return;
        }
        final MatchImage ours = own;
        if (ours != null && assembly.take(message, offset, lengthBytes) && assembly.isWhole()) {
            compare(frame, ours, viewers.counters(), connection);
        }
    }

    private boolean begin(
            final int frame, final LockstepViewers viewers, final Connection connection, final long nowNs) {
        if (!match.mayReport(sender.seat(), nowNs, INTERVAL_NS)) {
            refuse(frame, RefusalReason.TOO_MANY_REPORTS, connection);
            return false;
        }
        viewers.counters().increment(EdgeCounter.DESYNCS_REPORTED);
        final MatchImage kept = viewers.imageOf(frame);
        if (kept == null) {
            refuse(frame, RefusalReason.REPORT_TOO_OLD, connection);
            return false;
        }
        assembly.begin(frame, parts);
        own = kept;
        return true;
    }

    private void compare(
            final int frame, final MatchImage ours, final EdgeCounters counters, final Connection connection) {
        final StateDifference difference;
        try {
            difference = replica(assembly.bytes(), assembly.lengthBytes())
                    .differenceFrom(replica(ours.bytes(), ours.bytes().capacity()));
        } catch (final RuntimeException e) {
            // Whoever sends bytes that are no state gets no further than here.
            refuse(frame, RefusalReason.REPORT_UNREADABLE, connection);
            return;
        }
        if (difference == null) {
            answer(frame, new DesyncedMessage(frame, "", "", "").write(), connection);
            return;
        }
        counters.increment(EdgeCounter.DESYNCS_NAMED);
        edgeText(frame, difference, connection);
        answer(
                frame,
                new DesyncedMessage(frame, difference.place(), difference.one(), difference.other()).write(),
                connection);
    }

    private LockstepReplica replica(final UnsafeBuffer image, final int lengthBytes) {
        final LockstepReplica replica = new LockstepReplica(match.game().type(), hz);
        replica.start(image, 0, lengthBytes);
        return replica;
    }

    private void edgeText(final int frame, final StateDifference difference, final Connection connection) {
        connection.desynced("match " + match.id() + " of " + match.layout().game() + ", seat " + sender.seat()
                + ", frame " + frame + ": " + difference.place() + " is " + difference.one() + " at the client and "
                + difference.other() + " here");
    }

    private void refuse(final int frame, final RefusalReason reason, final Connection connection) {
        final UnsafeBuffer refusal = new UnsafeBuffer(new byte[ControlMessages.REFUSED_BYTES]);
        ControlMessages.writeRefused(refusal, 0, ControlMessages.REPORT, frame, reason.code());
        connection.countRefused(reason);
        answer(frame, refusal.byteArray(), connection);
    }

    /** Says it, and again when the client did not hear it. Both images are let go. */
    private void answer(final int frame, final byte[] message, final Connection connection) {
        answeredFrame = frame;
        answer = Arrays.copyOf(message, message.length);
        assembly.clear();
        own = null;
        connection.sendAnswer(answer);
    }
}
