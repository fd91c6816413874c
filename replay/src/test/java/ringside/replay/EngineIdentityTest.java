package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;

final class EngineIdentityTest {
    private final GameType one = new GameType(new Skirmish("skirmish", 1));
    private final GameType other = new GameType(new Skirmish("melee", 3));

    @Test
    void what_was_written_is_read_again() {
        final EngineIdentity written = EngineIdentity.of("build 7", Server.SETTINGS, GameTypes.of(one, other));
        final EngineIdentity read = EngineIdentity.parse(written.toJson());
        assertEquals("build 7", read.build());
        assertEquals(Server.SETTINGS, read.settings());
        assertEquals(2, read.layouts().size());
        assertEquals(one.layout().hash(), read.layouts().get(0).hash());
        assertEquals(other.layout().hash(), read.layouts().get(1).hash());
        assertEquals(written.toJson(), read.toJson());
        read.requireCarriedBy(GameTypes.of(other, one));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"eventFormat\":1,", "\"eventFormat\":9,"})
    void events_of_another_format_are_refused_with_both_versions_and_none_named_is_the_first(final String named) {
        final String written =
                EngineIdentity.of("7", Server.SETTINGS, GameTypes.of(one)).toJson();
        final String other = written.replace("\"eventFormat\":2,", named);
        assertNotEquals(written, other);
        final ReplayException e = assertThrows(ReplayException.class, () -> EngineIdentity.parse(other));
        assertEquals(
                "the journal's identity says events of format " + (named.contains("9") ? 9 : 1)
                        + " (build 7), this build reads format 2: take the build that recorded it, or start in a new directory",
                e.getMessage());
    }

    @Test
    void a_game_that_is_not_there_at_all_is_named() {
        final EngineIdentity identity = EngineIdentity.of("b", Server.SETTINGS, GameTypes.of(one, other));
        final ReplayException e =
                assertThrows(ReplayException.class, () -> identity.requireCarriedBy(GameTypes.of(one)));
        assertEquals(
                "recorded by " + other
                        + " (build b); this build carries no game of that name. Replay it with the build "
                        + "that recorded it, or start in a new directory",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{}",
                "[]",
                "{\"settings\": 5}",
                "{\"settings\": {\"hz\": 0, \"maxMatches\": 1, \"maxTokens\": 1, \"seatHoldFrames\": 1,"
                        + " \"lateMergeFrames\": 1, \"repeatFrames\": 1}, \"games\": []}",
                "{\"settings\": {\"hz\": 60, \"maxMatches\": 1, \"maxTokens\": 1, \"seatHoldFrames\": 1,"
                        + " \"lateMergeFrames\": 1, \"repeatFrames\": 1}, \"games\": [{\"layout\": \"{}\"}]}",
                "{\"settings\": {\"hz\": 60.5}}"
            })
    void any_other_text_is_refused(final String text) {
        final ReplayException e = assertThrows(ReplayException.class, () -> EngineIdentity.parse(text));
        assertTrue(String.valueOf(e.getMessage()).startsWith("the journal's identity "), e::getMessage);
    }
}
