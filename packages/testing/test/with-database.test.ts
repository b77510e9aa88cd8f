import t from 'tap'
import { withDatabase } from '../src/with-database.ts'

const cases = {
  'mongodb://127.0.0.1:27017': 'mongodb://127.0.0.1:27017/mine',
  'mongodb://a:1,b:2/other?replicaSet=rs': 'mongodb://a:1,b:2/mine?replicaSet=rs',
  'mongodb://me:pw@a:1/?replicaSet=rs': 'mongodb://me:pw@a:1/mine?replicaSet=rs&authSource=admin',
  'mongodb://me:pw@a:1/people': 'mongodb://me:pw@a:1/mine?authSource=people',
  'mongodb+srv://me:pw@cluster/x?authSource=y': 'mongodb+srv://me:pw@cluster/mine?authSource=y',
}

for (const [url, expected] of Object.entries(cases)) t.equal(withDatabase(url, 'mine'), expected)
t.throws(() => withDatabase('redis://127.0.0.1', 'mine'))
