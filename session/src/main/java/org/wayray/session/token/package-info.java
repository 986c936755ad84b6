/**
 * What a person shows at a desk to come to their session. {@link org.wayray.session.token.Token} is the secret as the viewer shows it;
 * the server keeps a {@link org.wayray.session.token.TokenHash} of it and nothing more.
 */
@NullMarked
package org.wayray.session.token;

import org.jspecify.annotations.NullMarked;
