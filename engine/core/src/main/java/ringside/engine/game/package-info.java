/** What a studio writes against: {@link ringside.engine.game.Game}, and the {@link ringside.engine.game.Match} it is lent. */
@NullMarked
package ringside.engine.game;

import org.jspecify.annotations.NullMarked;
