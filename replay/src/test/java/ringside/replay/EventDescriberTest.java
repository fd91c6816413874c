package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.OperatorPayload;
import ringside.engine.event.RulesPayload;
import ringside.engine.logic.GameTypes;
import ringside.layout.XxHash64;

final class EventDescriberTest {
    private final Events events = new Events(new Skirmish("skirmish", 1));
    private final Events others = new Events(new Skirmish("melee", 1));
    private final EventDescriber describer = new EventDescriber();

    @BeforeEach
    void begin() {
        describer.epoch(EngineIdentity.of("b", Server.SETTINGS, GameTypes.of(events.type, others.type)));
        describer.follow(events.create(1, 7, 0));
    }

    private Map<String, Object> fields(final Event event) {
        return describer.fields(event);
    }

    @Test
    void every_type_of_event_has_its_fields_named() {
        assertEquals(Map.of("epoch", 3L, "writer", XxHash64.hex(4)), fields(events.open(3, 4)));
        assertEquals(Map.of("skippedFrames", 2, "overloaded", true), fields(events.frame(2)));
        assertEquals(
                Map.of(
                        "seed",
                        XxHash64.hex(7),
                        "layout",
                        XxHash64.hex(events.type.layout().hash()),
                        "idleFrames",
                        0,
                        "speed",
                        5L,
                        "drag",
                        new BigDecimal("1.5"),
                        "failsAt",
                        9L),
                fields(events.create(1, 7, 9)));
        assertEquals(
                Map.of(
                        "connection",
                        11L,
                        "token",
                        XxHash64.hex(11) + XxHash64.hex(11),
                        "tokenExpirySecond",
                        0L,
                        "team",
                        2L,
                        "nick",
                        "bo"),
                fields(events.join(1, 11, "bo")));
        assertEquals(
                Map.of(
                        "seenFrame",
                        3,
                        "sentFrame",
                        4,
                        "fraction",
                        5,
                        "rewindBoundFrames",
                        6,
                        "move",
                        -9L,
                        "fire",
                        true),
                fields(events.input(1, 1, 1, 8, -9)));
        assertEquals(Map.of("command", "say", "word", -5L), fields(events.say(1, 1, 1, -5)));
        assertEquals(Map.of("command", "quit"), fields(events.quit(1, 1, 1)));
        assertEquals(Map.of("connection", 12L), fields(events.resume(1, 1, 12, 99)));
        assertEquals(Map.of("connection", 13L), fields(events.gone(EventType.DISCONNECT, 1, 1, 13)));
        assertEquals(Map.of("connection", 14L), fields(events.gone(EventType.LEAVE, 1, 1, 14)));
        assertTrue(fields(events.end(1)).isEmpty());
        assertTrue(fields(scratch().begin(EventType.DELIVERED, 1, 0, 0)).isEmpty());
    }

    private static Event scratch() {
        return new Event().wrap(new UnsafeBuffer(new byte[512]), 0, 512);
    }

    @Test
    void what_an_operator_did_is_told_with_name_and_reason() {
        final byte[] operator = OperatorPayload.of("ann", "too loud");
        final Map<String, Object> told = Map.of("who", "ann", "why", "too loud");
        for (final EventType what : List.of(EventType.PAUSE, EventType.CONTINUE, EventType.KICK, EventType.END)) {
            assertEquals(told, fields(OperatorPayload.write(scratch(), what, 1, 3, operator)));
        }
        final int length = events.type.layout().rules().lengthBytes();
        final Map<String, Object> rules =
                fields(RulesPayload.write(scratch(), 1, new UnsafeBuffer(new byte[length]), 0, length, operator));
        assertEquals("ann", rules.get("who"));
        assertEquals(0L, rules.get("speed"));
    }

    @Test
    void a_paused_match_counts_no_frames() {
        describer.follow(events.frame(0));
        describer.follow(OperatorPayload.write(scratch(), EventType.PAUSE, 1, 0, OperatorPayload.none()));
        describer.follow(events.frame(0));
        describer.follow(OperatorPayload.write(scratch(), EventType.CONTINUE, 1, 0, OperatorPayload.none()));
        describer.follow(events.frame(0));
        assertEquals(2, describer.frameOf(events.end(1), 1));
    }

    @Test
    void secrets_are_never_shown() {
        assertFalse(fields(events.resume(1, 1, 12, 0xABCD)).toString().contains("abcd"));
    }

    @Test
    void fields_stand_in_the_order_of_the_layout() {
        assertEquals(
                List.of("seed", "layout", "idleFrames", "speed", "drag", "failsAt"),
                List.copyOf(fields(events.create(1, 7, 0)).keySet()));
    }

    @Test
    void of_a_match_that_nobody_knows_only_the_engines_own_fields_are_named() {
        assertEquals(Map.of("command", 0), fields(events.say(9, 1, 1, 5)));
        assertEquals(4, fields(events.input(9, 1, 1, 8, 1)).size());
    }

    @Test
    void a_second_create_of_a_number_changes_nothing() {
        describer.follow(others.create(1, 8, 0));
        assertEquals(Map.of("command", "say", "word", 5L), fields(events.say(1, 1, 1, 5)));
        describer.follow(events.frame(0));
        assertEquals(1, describer.frameOf(events.end(1), 1));
    }

    @Test
    void an_event_belongs_to_the_frame_that_its_match_had_reached_and_an_input_to_its_target() {
        for (int i = 0; i < 5; i++) {
            describer.follow(events.frame(0));
        }
        describer.follow(events.create(2, 7, 0));
        describer.follow(events.frame(0));
        assertEquals(6, describer.frameOf(events.end(1), 1));
        assertEquals(1, describer.frameOf(events.end(2), 2));
        assertEquals(42, describer.frameOf(events.input(1, 1, 1, 42, 0), 1));
        assertEquals(0, describer.frameOf(events.end(3), 3));
    }
}
