package ringside.bots;

/**
 * Where a run stands, counted since its beginning; some recent past.
 *
 * @param elapsedSeconds of play; negative before everyone has joined
 * @param playing players that hold a seat at this moment
 */
public record BotsProgress(
        int elapsedSeconds, int playing, long inputsSent, long inputsRefused, long viewsReceived, long resumes) {
    @Override
    public String toString() {
        return (elapsedSeconds < 0 ? "joining: " : elapsedSeconds + " s: ") + playing + " playing, " + inputsSent
                + " inputs (" + inputsRefused + " refused), " + viewsReceived + " views, " + resumes + " resumes";
    }
}
