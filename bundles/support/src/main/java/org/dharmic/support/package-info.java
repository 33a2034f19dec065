/** What every room needs to come and go: the gate, the other house's service, named threads. No bundle: copied in by bnd. */
package org.dharmic.support;
