package ringside.replay;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2IntCounterMap;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntHashSet;
import org.jspecify.annotations.Nullable;
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
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.Layout;
import ringside.layout.RecordType;
import ringside.layout.XxHash64;

/**
 * Names what stands in events, by the layouts that the journal carries: no game's code is needed. Fed with the events of
 * a journal in order, from its beginning.
 */
public final class EventDescriber {
    private final Int2ObjectHashMap<Layout> layouts = new Int2ObjectHashMap<>();
    private final Int2IntCounterMap frames = new Int2IntCounterMap(0);
    private final IntHashSet paused = new IntHashSet();
    private @Nullable EngineIdentity identity;

    /** A further epoch: its layouts name the events that follow. */
    public void epoch(final EngineIdentity next) {
        identity = next;
    }

    /** Takes note of what an event changes for those after it. Call for every event, described or not. */
    public void follow(final Event event) {
        final EventType type = event.type();
        if (type == EventType.FRAME) {
            for (final Int2ObjectHashMap<Layout>.KeyIterator matches =
                            layouts.keySet().iterator();
                    matches.hasNext(); ) {
                final int match = matches.nextInt();
                if (!paused.contains(match)) {
                    frames.incrementAndGet(match);
                }
            }
        } else if (type == EventType.PAUSE) {
            paused.add(event.match());
        } else if (type == EventType.CONTINUE) {
            paused.remove(event.match());
        } else if (type == EventType.CREATE) {
            final EngineIdentity known = identity;
            if (known != null) {
                for (final Layout layout : known.layouts()) {
                    if (layout.hash() == CreatePayload.layoutHash(event)) {
                        // A second CREATE of that number was refused.
                        layouts.putIfAbsent(event.match(), layout);
                    }
                }
            }
        }
    }

    /** Names the records of a match by that layout: where its creation was not read. */
    public void match(final int match, final Layout layout) {
        layouts.put(match, layout);
    }

    /** The frame that an event belongs to: an input's target, the one that was marked, else the one that its match had reached. */
    public int frameOf(final Event event, final int match) {
        final int reached = frames.get(match);
        if (event.type() == EventType.BOOKMARK) {
            return BookmarkPayload.frame(event, reached);
        }
        return event.type() == EventType.INPUT ? event.targetFrame() : reached;
    }

    /** The fields of an event by name, in order. */
    public Map<String, Object> fields(final Event event) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        final EventType type = event.type();
        if (type == null) {
            return fields;
        }
        switch (type) {
            case OPEN -> {
                fields.put("epoch", OpenPayload.epoch(event));
                fields.put("writer", XxHash64.hex(OpenPayload.writerId(event)));
                if (OpenPayload.isTakenOver(event)) {
                    fields.put("gapNs", OpenPayload.gapNs(event));
                }
            }
            case FRAME -> {
                fields.put("skippedFrames", FramePayload.skippedFrames(event));
                fields.put("overloaded", FramePayload.overloaded(event));
            }
            case INPUT -> {
                fields.put("seenFrame", InputPayload.seenFrame(event));
                fields.put("sentFrame", InputPayload.sentFrame(event));
                fields.put("fraction", InputPayload.fraction(event));
                fields.put("rewindBoundFrames", InputPayload.rewindBoundFrames(event));
                record(fields, recordOf(event, Layout::input), event, InputPayload.RECORD_OFFSET);
            }
            case COMMAND -> command(fields, event);
            case JOIN -> {
                fields.put("connection", JoinPayload.connection(event));
                fields.put(
                        "token",
                        XxHash64.hex(JoinPayload.tokenHigh(event)) + XxHash64.hex(JoinPayload.tokenLow(event)));
                fields.put("tokenExpirySecond", JoinPayload.tokenExpirySecond(event));
                record(fields, recordOf(event, Layout::join), event, JoinPayload.RECORD_OFFSET);
            }
            case RESUME -> fields.put("connection", ResumePayload.connection(event));
            case DISCONNECT, LEAVE -> fields.put("connection", ConnectionPayload.connection(event));
            case CREATE -> {
                fields.put("seed", XxHash64.hex(CreatePayload.seed(event)));
                fields.put("layout", XxHash64.hex(CreatePayload.layoutHash(event)));
                fields.put("idleFrames", CreatePayload.idleFrames(event));
                record(fields, recordOf(event, Layout::rules), event, CreatePayload.RECORD_OFFSET);
                operator(fields, event, CreatePayload.operatorOffset(event), CreatePayload.operatorLength(event));
            }
            case RULES -> {
                record(fields, recordOf(event, Layout::rules), event, RulesPayload.RECORD_OFFSET);
                operator(fields, event, RulesPayload.operatorOffset(event), RulesPayload.operatorLength(event));
            }
            case END, PAUSE, CONTINUE, KICK -> operator(fields, event, Event.HEADER_BYTES, event.payloadLength());
            case BOOKMARK -> {
                fields.put("connection", BookmarkPayload.connection(event));
                fields.put("shownFrame", event.targetFrame());
                fields.put("text", BookmarkPayload.text(event));
            }
            case DELIVERED -> {}
            case MEMBERS -> members(fields, event);
        }
        return fields;
    }

    private static void members(final Map<String, Object> fields, final Event event) {
        final List<String> members = new ArrayList<>();
        for (int i = 0; i < MembersPayload.count(event); i++) {
            members.add(MembersPayload.name(event, i) + "/" + XxHash64.hex(MembersPayload.number(event, i)));
        }
        fields.put("members", members);
        operator(fields, event, MembersPayload.operatorOffset(event), MembersPayload.operatorLength(event));
    }

    /** Who acted and why, where somebody did. */
    private static void operator(
            final Map<String, Object> fields, final Event event, final int offset, final int lengthBytes) {
        if (lengthBytes > 0) {
            fields.put("who", OperatorPayload.who(event.buffer(), offset, lengthBytes));
            fields.put("why", OperatorPayload.why(event.buffer(), offset, lengthBytes));
        }
    }

    private void command(final Map<String, Object> fields, final Event event) {
        final Layout layout = layout(event);
        final int id = CommandPayload.commandId(event);
        if (layout != null && id < layout.commands().size()) {
            fields.put("command", layout.commands().get(id).name());
            record(fields, layout.commands().get(id), event, CommandPayload.RECORD_OFFSET);
        } else {
            fields.put("command", id);
        }
    }

    private @Nullable RecordType recordOf(final Event event, final Function<Layout, RecordType> part) {
        final Layout layout = layout(event);
        return layout == null ? null : part.apply(layout);
    }

    private @Nullable Layout layout(final Event event) {
        return layouts.get(event.match());
    }

    private static void record(
            final Map<String, Object> fields, final @Nullable RecordType type, final Event event, final int offset) {
        if (type == null) {
            return;
        }
        for (final Column column : type.columns()) {
            fields.put(column.name(), value(column, event.buffer(), offset));
        }
    }

    /** A column's value as JSON would have it: numbers and booleans as such, everything else as text. */
    public static Object value(final Column column, final DirectBuffer buffer, final int rowOffset) {
        if (column.type() == ColumnType.BOOL) {
            return column.read(buffer, rowOffset) != 0;
        }
        if (column.type() == ColumnType.BYTES || column.type() == ColumnType.REF) {
            return column.format(buffer, rowOffset);
        }
        if (column.type() == ColumnType.FIXED) {
            return new BigDecimal(column.format(buffer, rowOffset));
        }
        return column.read(buffer, rowOffset);
    }
}
