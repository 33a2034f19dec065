/** Measurements of a component, taken away when it leaves. */
package org.dharmic.support.meters;
