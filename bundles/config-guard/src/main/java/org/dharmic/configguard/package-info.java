/** No bad configuration reaches a component. */
package org.dharmic.configguard;
