package ringside.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final int STEPS = 4;

    @Test
    void a_seed_says_the_same_plan_each_time_and_another_seed_another_one() {
        assertEquals(FaultPlan.of(7, STEPS), FaultPlan.of(7, STEPS));
        assertNotEquals(FaultPlan.of(7, STEPS), FaultPlan.of(8, STEPS));
    }

    @Test
    void every_plan_has_another_reign_and_all_faults_come_up() {
        final Set<FaultPlan.Fault> seen = EnumSet.noneOf(FaultPlan.Fault.class);
        for (int seed = 0; seed < 200; seed++) {
            final FaultPlan plan = FaultPlan.of(seed, STEPS);
            assertEquals(STEPS, plan.steps().size());
            assertTrue(plan.steps().stream().anyMatch(step -> step.fault().isOfReigns()), plan::toString);
            plan.steps().forEach(step -> seen.add(step.fault()));
        }
        assertEquals(EnumSet.allOf(FaultPlan.Fault.class), seen);
    }
}
