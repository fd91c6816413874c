package ringside.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BotsSettingsTest {
    @Test
    void players_are_spread_over_the_matches_in_turn() {
        final BotsSettings settings =
                BotsSettings.of("tcp://localhost").withPlayers(5).withMatches(2);
        assertEquals(List.of(1, 2), settings.matchIds());
        assertEquals(1, settings.matchOf(0));
        assertEquals(2, settings.matchOf(1));
        assertEquals(1, settings.matchOf(4));
    }

    @Test
    void without_matches_the_server_chooses() {
        assertEquals(0, BotsSettings.of("tcp://localhost").withMatches(0).matchOf(3));
    }

    @Test
    void a_setting_out_of_range_is_named_with_what_is_possible() {
        final BotsSettings settings = BotsSettings.of("ws://a,ws://b:81/play");
        assertEquals(2, settings.addresses().size());
        final IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> settings.withPlayers(0));
        assertTrue(thrown.getMessage().startsWith("players 0:"), thrown.getMessage());
    }

    @Test
    void an_unknown_carrier_is_named() {
        final IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> BotsSettings.of("carrier-pigeon://a"));
        assertTrue(thrown.getMessage().contains("tcp://"), thrown.getMessage());
    }
}
