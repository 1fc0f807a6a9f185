// Package ui is Pressroom's window: it paints the views that the desk makes and forwards what the
// person does as intents. It decides nothing, waits for nothing and keeps no state of the work.
package ui
