/** The component that offers the exchange: wires the engine to the framework it runs in. */
package org.dharmic.swap.component;
