package ringside.engine.game;

/**
 * Who looks at a match.
 *
 * @param seat the viewer's seat, or -1 for nobody's
 * @param team the team of the viewer's row, or -1 when there is none
 */
public record Viewer(int seat, int team) {}
