package ringside.perf.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetPlanTest {
    private static List<NetPlan.Share> shares(final int clients) {
        return new NetPlan(clients, 60, 1, 1).shares();
    }

    @Test
    void a_load_of_one_process_has_all_clients_and_matches() {
        assertEquals(List.of(new NetPlan.Share(1, 1, 4)), shares(4));
        assertEquals(List.of(new NetPlan.Share(1, 1_000, 10_000)), shares(10_000));
    }

    @Test
    void more_clients_than_one_process_should_have_are_shared_by_whole_matches() {
        assertEquals(List.of(new NetPlan.Share(1, 990, 9_900), new NetPlan.Share(991, 990, 9_900)), shares(19_800));
        assertEquals(List.of(new NetPlan.Share(1, 501, 5_010), new NetPlan.Share(502, 500, 4_991)), shares(10_001));
    }

    @Test
    void every_client_and_every_match_belongs_to_one_load() {
        for (int clients = 1; clients <= 20_000; clients += 7) {
            int match = 1;
            int sum = 0;
            for (final NetPlan.Share share : shares(clients)) {
                assertEquals(match, share.firstMatch());
                match += share.matches();
                sum += share.clients();
                assertTrue(share.clients() <= NetPlan.MOST_CLIENTS_A_LOAD, share.toString());
            }
            assertEquals(clients, sum);
            assertEquals(new NetPlan(clients, 60, 1, 1).matches(), match - 1);
        }
    }
}
