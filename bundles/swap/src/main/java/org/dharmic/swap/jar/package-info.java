/** What a jar says about itself, read strictly before anybody trusts it. */
package org.dharmic.swap.jar;
