package ringside.engine.logic;

import ringside.engine.event.BookmarkPayload;
import ringside.engine.event.CommandPayload;
import ringside.engine.event.ConnectionPayload;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.event.MembersPayload;
import ringside.engine.event.OpenPayload;
import ringside.engine.event.OperatorPayload;
import ringside.engine.event.ResumePayload;
import ringside.engine.event.RulesPayload;
import ringside.layout.RecordType;

/**
 * Whether an event's payload is whole. What a payload lacks would be read from whatever stands behind the event, which is
 * not the same live and in replay.
 */
final class Payloads {
    private Payloads() {}

    static void requireWhole(final EventType type, final Event event) {
        final int length = event.payloadLength();
        final boolean fits = switch (type) {
            case FRAME -> length == FramePayload.LENGTH && FramePayload.skippedFrames(event) >= 0;
            case OPEN ->
                length == OpenPayload.LENGTH
                        || (length == OpenPayload.TAKEN_OVER_LENGTH && OpenPayload.gapNs(event) >= 0);
            case CREATE ->
                length >= CreatePayload.PREFIX_BYTES
                        && CreatePayload.recordLength(event) >= 0
                        && isOperator(event, CreatePayload.operatorLength(event));
            case RULES ->
                length >= RulesPayload.PREFIX_BYTES
                        && RulesPayload.recordLength(event) >= 0
                        && isOperator(event, RulesPayload.operatorLength(event));
            case INPUT -> length >= InputPayload.PREFIX_BYTES;
            case COMMAND -> length >= CommandPayload.PREFIX_BYTES;
            case JOIN -> length >= JoinPayload.PREFIX_BYTES;
            case RESUME -> length == ResumePayload.LENGTH;
            case DISCONNECT, LEAVE -> length == ConnectionPayload.LENGTH;
            case END, PAUSE, CONTINUE, KICK -> isOperator(event, length);
            case DELIVERED -> length == 0;
            case BOOKMARK -> BookmarkPayload.isWhole(event);
            case MEMBERS ->
                length >= MembersPayload.PREFIX_BYTES
                        && MembersPayload.count(event) >= 0
                        && MembersPayload.count(event) <= MembersPayload.MAX_MEMBERS
                        && MembersPayload.operatorLength(event) >= 0
                        && isOperator(event, MembersPayload.operatorLength(event));
        };
        if (!fits) {
            throw new UnadmittedEventException("a payload of " + length + " bytes is none of this event: " + event);
        }
    }

    private static boolean isOperator(final Event event, final int lengthBytes) {
        return OperatorPayload.isWhole(
                event.buffer(), Event.HEADER_BYTES + event.payloadLength() - lengthBytes, lengthBytes);
    }

    static void requireRecord(final Event event, final RecordType type, final int lengthBytes) {
        if (lengthBytes != type.lengthBytes()) {
            throw new UnadmittedEventException("a record of " + lengthBytes + " bytes where the layout's " + type.name()
                    + " has " + type.lengthBytes() + ": " + event);
        }
    }
}
