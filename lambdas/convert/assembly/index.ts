export * from './lines';
export * from './rows';
