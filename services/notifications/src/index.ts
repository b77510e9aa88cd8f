export { buildApp, type NotificationsParts } from './app.ts'
